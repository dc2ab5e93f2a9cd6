using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ModelDsl;

/// <summary>
/// Runs the tasks of an <see cref="IParallelWork"/> on several threads, the calling one among them. Idle threads spin briefly,
/// then yield, then sleep. A run allocates nothing.
/// </summary>
/// <remarks>
/// A run is published by one number, the ticket: the number of the run in the upper half, which tasks are left in the lower, the first and the
/// end. A thread takes a task by moving one of the two, which fails if another one was faster or a new run has begun. Since nothing
/// can be taken where they meet, a thread that comes late can never take a task twice, or one of a later run as one of an earlier.
/// Every second thread takes tasks from the end: so each meets most of the memory again that it wrote in the run before.
/// </remarks>
public sealed class WorkerPool
{
    /// <summary>
    /// 100 µs: longer than the gap between two phases, far shorter than a time slice. By the clock, for the runtime calibrates a turn of
    /// <see cref="Thread.SpinWait"/> anew in each process.
    /// </summary>
    private static readonly long SpinTime = Stopwatch.Frequency / 10_000;

    /// <summary>What has room in a quarter of the ticket; of more tasks, so many are run at a time.</summary>
    private const int MostTasks = ushort.MaxValue;

    /// <summary>Then give the core to whoever wants it: with more threads than cores, that is the thread we wait for.</summary>
    private const int Yields = 50;

    [ThreadStatic]
    private static int _index;

    /// <summary>Guards the sleep of the helpers, their list, and the fault.</summary>
    private readonly object _gate = new();

    /// <summary>Guards the sleep of the calling thread.</summary>
    private readonly object _doneGate = new();

    private readonly List<Helper> _helpers = [];
    private Counters _counters;
    private int _workers;
    private int _busy;
    private int _sleeping;

    /// <summary>How many of the sleeping ones have been called and were not yet given a core: on a busy machine they are not called again for each run.</summary>
    private int _called;

    private bool _callerSleeps;

    private int _sharers;

    private IParallelWork? _work;
    private int _phase;
    private int _firstTask;

    private Exception? _fault;
    private int _faultTask;

    internal WorkerPool(int workers) => Workers = workers;

    /// <summary>The pool of the process.</summary>
    public static WorkerPool Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>Which of the threads of a run this one is, from 0 to <see cref="Workers"/> − 1: no two that work at the same time have the same.</summary>
    internal static int Index => _index;

    /// <summary>Whether a thread is in a run: another one would have to compute by itself.</summary>
    internal bool IsTaken => Volatile.Read(ref _busy) != 0;

    /// <summary>
    /// Announces a thread that would share its work in short runs, until it calls <see cref="EndSharing"/>. Where several threads do, each has work for its own core, and
    /// helpers that wait for the next run would only take it from them.
    /// </summary>
    /// <returns>Whether the thread is the only one.</returns>
    internal bool BeginSharing() => Interlocked.Increment(ref _sharers) == 1;

    internal void EndSharing() => Interlocked.Decrement(ref _sharers);

    /// <summary>
    /// How many threads work at once, the calling one included: at first as many as there are processors.
    /// Results do not depend on it. A change holds from the next run on.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Workers
    {
        get => Volatile.Read(ref _workers);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Workers));
            Volatile.Write(ref _workers, value);
        }
    }

    /// <summary>
    /// Runs tasks 0 … <paramref name="taskCount"/> − 1 and returns when all have ended. Called from within a task, or while another thread
    /// is in a run, it runs them one after another on the calling thread.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="phase">Which part of the work; handed to each task.</param>
    /// <param name="taskCount">How many tasks; 0 or less for none.</param>
    /// <remarks>If tasks throw, the others still run; then the exception of the first such task is thrown.</remarks>
    public void Run(IParallelWork work, int phase, int taskCount)
    {
        ArgumentNullException.ThrowIfNull(work);
        Run(work, phase, 0, taskCount);
    }

    /// <summary>Runs as many tasks from <paramref name="firstTask"/> on.</summary>
    internal void Run(IParallelWork work, int phase, int firstTask, int taskCount)
    {
        int workers = Workers;
        if (workers == 1 || taskCount <= 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            RunInline(work, phase, firstTask, taskCount);
            return;
        }

        Exception? fault;
        try
        {
            if (_helpers.Count != workers - 1) Resize(workers - 1);
            for (int done = 0; done < taskCount; done += MostTasks)
            {
                uint run = Publish(work, phase, firstTask + done, Math.Min(MostTasks, taskCount - done));
                WorkOn(run);
                WaitForOthers();
            }
            fault = _fault;
        }
        finally
        {
            _work = null;
            _fault = null;
            Volatile.Write(ref _busy, 0);
        }
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }

    private static void RunInline(IParallelWork work, int phase, int firstTask, int taskCount)
    {
        Exception? fault = null;
        for (int task = 0; task < taskCount; task++)
        {
            try
            {
                work.RunTask(phase, firstTask + task);
            }
            catch (Exception exception)
            {
                fault ??= exception;
            }
        }
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
    }

    private uint Publish(IParallelWork work, int phase, int firstTask, int taskCount)
    {
        _work = work;
        _phase = phase;
        _firstTask = firstTask;
        _counters.Unfinished = taskCount;
        uint run = unchecked((uint)(_counters.Ticket >> 32) + 1);

        // A full fence on both sides, here and in Sleep: either the sleeper sees the new ticket, or we see the sleeper.
        Interlocked.Exchange(ref _counters.Ticket, ((ulong)run << 32) | (uint)taskCount);
        if (Volatile.Read(ref _sleeping) > Volatile.Read(ref _called)) Wake(taskCount - 1);
        return run;
    }

    private void Wake(int most)
    {
        lock (_gate)
        {
            for (int left = Math.Min(_sleeping - _called, most); left > 0; left--)
            {
                Monitor.Pulse(_gate);
                _called++;
            }
        }
    }

    /// <summary>Takes tasks of a run until none is left.</summary>
    private void WorkOn(uint run)
    {
        int finished = 0;
        bool fromEnd = (_index & 1) != 0;
        while (true)
        {
            ulong ticket = Volatile.Read(ref _counters.Ticket);
            int first = (ushort)(ticket >> 16), end = (ushort)ticket;
            if ((uint)(ticket >> 32) != run || first == end) break;

            // If the exchange succeeds, this task was still to be had, so the run was not over, so these three were its own.
            IParallelWork? work = _work;
            int phase = _phase;
            int task = _firstTask + (fromEnd ? end - 1 : first);
            if (Interlocked.CompareExchange(ref _counters.Ticket, fromEnd ? ticket - 1 : ticket + (1 << 16), ticket) != ticket) continue;
            try
            {
                work!.RunTask(phase, task);
            }
            catch (Exception exception)
            {
                Record(exception, task);
            }
            finished++;
        }

        // Once per thread, not per task. The full fence pairs with the one in WaitForOthers.
        if (finished > 0 && Interlocked.Add(ref _counters.Unfinished, -finished) == 0 && Volatile.Read(ref _callerSleeps))
        {
            lock (_doneGate) Monitor.PulseAll(_doneGate);
        }
    }

    private void Record(Exception exception, int task)
    {
        lock (_gate)
        {
            if (_fault is not null && _faultTask < task) return;
            _fault = exception;
            _faultTask = task;
        }
    }

    private void WaitForOthers()
    {
        for (Patience patience = new(); patience.IsLeft; patience.Wait())
        {
            if (Volatile.Read(ref _counters.Unfinished) == 0) return;
        }
        lock (_doneGate)
        {
            Volatile.Write(ref _callerSleeps, true);
            Interlocked.MemoryBarrier();
            while (Volatile.Read(ref _counters.Unfinished) != 0) Monitor.Wait(_doneGate);
            Volatile.Write(ref _callerSleeps, false);
        }
    }

    private void Help(Helper helper)
    {
        uint seen = helper.LastRun;
        while (true)
        {
            for (Patience patience = new(); patience.IsLeft && CurrentRun() == seen;) patience.Wait();
            if (CurrentRun() == seen) Sleep(helper, seen);
            // In this order: who sees a run that began after its retirement sees the retirement too.
            seen = CurrentRun();
            if (helper.IsRetired) return;
            WorkOn(seen);
        }
    }

    private void Sleep(Helper helper, uint seen)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (CurrentRun() == seen && !helper.IsRetired)
            {
                Monitor.Wait(_gate);
                _called--;
            }
            Interlocked.Decrement(ref _sleeping);
        }
    }

    private uint CurrentRun() => (uint)(Volatile.Read(ref _counters.Ticket) >> 32);

    /// <summary>Starts or retires helpers. Only the thread that holds <see cref="_busy"/> comes here, between two runs.</summary>
    private void Resize(int count)
    {
        lock (_gate)
        {
            for (; _helpers.Count > count; _helpers.RemoveAt(_helpers.Count - 1)) _helpers[^1].IsRetired = true;
            Monitor.PulseAll(_gate);
            _called = _sleeping;
        }
        while (_helpers.Count < count)
        {
            var helper = new Helper(CurrentRun());
            int index = _helpers.Count + 1;
            var thread = new Thread(() =>
            {
                _index = index;
                Help(helper);
            })
            {
                IsBackground = true,
                Name = $"ModelDsl worker {index}",
            };
            thread.UnsafeStart();
            _helpers.Add(helper);
        }
    }

    /// <summary>How a thread waits before it sleeps: it spins, then yields.</summary>
    private struct Patience()
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _yields;

        public readonly bool IsLeft => _yields < Yields;

        public void Wait()
        {
            if (_yields == 0 && Stopwatch.GetTimestamp() - _start < SpinTime)
            {
                Thread.SpinWait(1);
                return;
            }
            _yields++;
            Thread.Yield();
        }
    }

    /// <summary>A thread besides the calling one.</summary>
    private sealed class Helper(uint lastRun)
    {
        private volatile bool _isRetired;

        /// <summary>The run before the helper was made: the next one is its first.</summary>
        public uint LastRun { get; } = lastRun;

        public bool IsRetired
        {
            get => _isRetired;
            set => _isRetired = value;
        }
    }

    /// <summary>What all threads write, each on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)]
        public ulong Ticket;

        [FieldOffset(256)]
        public int Unfinished;
    }
}
