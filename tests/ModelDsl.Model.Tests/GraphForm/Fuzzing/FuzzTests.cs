using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>
/// Random models compute the same compiled and eagerly: predictions, losses, gradients and buffers. A failure names its seed and shows the smallest model that fails likewise. Each
/// instruction level draws models of its own. <c>MODELDSL_FUZZ</c> is how many; <c>MODELDSL_FUZZ_SEED</c> the first seed.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int PerCompilation = 40;

    /// <summary>Of the models of a compilation, so many must have been compared in all they show.</summary>
    private const double LeastShare = 0.5;

    /// <summary>And so many of the finite differences made, where there are some of two models: one may lie all on a kink.</summary>
    private const double LeastDifferences = 0.25;

    private const int FewDifferences = 8;

    /// <summary>Failures of different kinds are shown, up to so many.</summary>
    private const int MostFailures = 6;

    /// <summary>For all failures of a compilation together.</summary>
    private static readonly TimeSpan ShrinkingTime = TimeSpan.FromSeconds(40);

    /// <summary>The first seed of each compilation, and how many there are in it.</summary>
    public static TheoryData<int, int> Batches
    {
        get
        {
            (int first, int count) = Environment.GetEnvironmentVariable("MODELDSL_TEST_LEVEL") switch { "avx2" => (1_000_000, 400), "portable" => (2_000_000, 400), _ => (0, 1200) };
            if (Number("MODELDSL_FUZZ_SEED") is { } seed) (first, count) = (seed, 1);
            count = Number("MODELDSL_FUZZ") ?? count;
            TheoryData<int, int> batches = [];
            for (int i = 0; i < count; i += PerCompilation) batches.Add(first + i, Math.Min(PerCompilation, count - i));
            return batches;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void RandomGraphs_Compiled_AreWhatTheyAreEagerly(int firstSeed, int count)
    {
        Stopwatch watch = Stopwatch.StartNew();
        FuzzCase[] cases = [.. Enumerable.Range(firstSeed, count).Select(CaseDraw.Next)];
        FuzzTally tally = new();
        FuzzVerdict[] verdicts = FuzzRunner.Run(cases, tally);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s ({Environment.CpuUsage.TotalTime.TotalSeconds:F1} s of processors so far): {verdicts.Count(verdict => verdict == FuzzVerdict.Same)} same, {verdicts.Count(verdict => verdict == FuzzVerdict.Undecided)} undecided, {verdicts.Count(verdict => verdict == FuzzVerdict.Wild)} wild, {verdicts.Count(verdict => verdict.Failure is not null)} failed; {tally.Made} of {tally.Drawn} differences made");
        string[] failures = [.. verdicts.Select((verdict, i) => (verdict, i)).Where(it => it.verdict.Failure is not null).GroupBy(it => it.verdict.Failure).Take(MostFailures).Select(group => Describe(cases[group.First().i], group.First().verdict, group.Count(), watch))];
        if (failures.Length > 0) Assert.Fail(string.Join("\n\n", failures));
        if (count < PerCompilation) return;
        Assert.InRange(verdicts.Count(verdict => verdict == FuzzVerdict.Same), LeastShare * count, count);
        if (tally.Drawn >= FewDifferences) Assert.InRange(tally.Made, LeastDifferences * tally.Drawn, tally.Drawn);
    }

    private static string Describe(FuzzCase failing, FuzzVerdict verdict, int times, Stopwatch watch)
    {
        (FuzzCase smallest, FuzzVerdict shown) = Shrinker.Shrink(failing, verdict, watch, ShrinkingTime);
        return $"""
            MODELDSL_FUZZ_SEED={failing.Seed}{(times > 1 ? $" (and {times - 1} more like it)" : "")}: {verdict.Message}
            smallest, batches of {string.Join(" and ", smallest.Batches)}: {shown.Message}
            {FuzzPrinter.Print(smallest)}
            """;
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
}
