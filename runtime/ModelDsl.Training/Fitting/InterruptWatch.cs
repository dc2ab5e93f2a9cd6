using System.Runtime.InteropServices;

namespace ModelDsl.Training;

/// <summary>Catches the first Ctrl+C, so that a training can end cleanly. The second one ends the process as always.</summary>
internal sealed class InterruptWatch : IDisposable
{
    private readonly Action _onFirst;
    private readonly Action _onSecond;
    private readonly PosixSignalRegistration _registration;
    private int _count;

    /// <summary>Begins to watch. Both actions are called on a thread of the signal's own.</summary>
    public InterruptWatch(Action onFirst, Action onSecond)
    {
        _onFirst = onFirst;
        _onSecond = onSecond;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = Handle());
    }

    /// <summary>Whether Ctrl+C has been pressed.</summary>
    public bool IsInterrupted => Volatile.Read(ref _count) > 0;

    public void Dispose() => _registration.Dispose();

    /// <summary>Handles one Ctrl+C.</summary>
    /// <returns>Whether the process goes on.</returns>
    internal bool Handle()
    {
        bool isFirst = Interlocked.Increment(ref _count) == 1;
        (isFirst ? _onFirst : _onSecond)();
        return isFirst;
    }
}
