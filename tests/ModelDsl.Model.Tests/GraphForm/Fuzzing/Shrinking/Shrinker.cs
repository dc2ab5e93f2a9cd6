using System.Diagnostics;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>
/// Makes a failing case smaller as long as it fails in the same way. Smaller cases are made from its data, not by drawing anew, because compiling is what takes time: all that could follow
/// one case are compiled at once.
/// </summary>
internal static class Shrinker
{
    private const int PerCompilation = 24;

    /// <summary>The smallest case that was found in the time, and what it shows.</summary>
    public static (FuzzCase Case, FuzzVerdict Verdict) Shrink(FuzzCase failing, FuzzVerdict verdict, Stopwatch watch, TimeSpan time)
    {
        while (watch.Elapsed < time && Next(failing, verdict) is { } next) (failing, verdict) = next;
        return (failing, verdict);
    }

    private static (FuzzCase Case, FuzzVerdict Verdict)? Next(FuzzCase failing, FuzzVerdict verdict)
    {
        FuzzCase[] smaller = [.. Reductions.Of(failing).Where(candidate => candidate.Weight < failing.Weight && candidate.IsSound()).OrderBy(candidate => candidate.Weight)];
        // What fails to compile spoils a compilation, so that each is compiled alone.
        foreach (FuzzCase[] some in smaller.Chunk(verdict.Failure!.StartsWith("Compilation", StringComparison.Ordinal) ? 1 : PerCompilation))
        {
            FuzzVerdict[] verdicts = FuzzRunner.Run(some, new FuzzTally());
            int found = Array.FindIndex(verdicts, candidate => candidate.Failure == verdict.Failure);
            if (found >= 0) return (some[found], verdicts[found]);
        }
        return null;
    }
}
