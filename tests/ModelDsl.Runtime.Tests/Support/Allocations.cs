namespace ModelDsl.Runtime.Tests.Support;

/// <summary>Counts what the current thread allocates.</summary>
internal static class Allocations
{
    private const int Rounds = 10;

    /// <summary>
    /// The bytes that an action allocates in the quietest of several rounds, after one to warm up. A collection that another test sets off
    /// counts the unused rest of this thread's allocation block (up to 8 KB) as allocated; what the action itself allocates shows in every round.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
