using System.Diagnostics;

namespace ModelDsl.Engine;

/// <summary>
/// Finds out by the clock whether few samples are computed faster by one thread or by all. Where what one core wrote soon reaches the other, sharing a picture takes up to half of its time away;
/// where it does not, as between cores without a third-level cache in common, sharing can take more than twice as long. Programs move between cores, so it is tried again from time to time. The
/// results are the same.
/// </summary>
internal struct SharingTrial
{
    /// <summary>Two calls of each way in turn, so that the second finds in the caches what its own way left there; then both once more.</summary>
    private const int Trials = 8;

    /// <summary>Calls until both ways are tried again: of so many, at most four take the slower one.</summary>
    private const int Period = 512;

    private int _call;
    private long _start;
    private long _alone;
    private long _shared;

    /// <summary>Begins a call.</summary>
    /// <returns>Whether its work is to be shared.</returns>
    public bool Begin()
    {
        if (_call == 0) _alone = _shared = long.MaxValue;
        bool isShared = IsShared;
        _start = Stopwatch.GetTimestamp();
        return isShared;
    }

    /// <summary>Ends the call.</summary>
    public void End()
    {
        if (_call < Trials)
        {
            ref long best = ref IsShared ? ref _shared : ref _alone;
            best = Math.Min(best, Stopwatch.GetTimestamp() - _start);
        }
        _call = (_call + 1) % Period;
    }

    /// <summary>Forgets what was measured: the next call has another size.</summary>
    public void Restart() => _call = 0;

    private readonly bool IsShared => _call < Trials ? (_call & 2) != 0 : _shared < _alone;
}
