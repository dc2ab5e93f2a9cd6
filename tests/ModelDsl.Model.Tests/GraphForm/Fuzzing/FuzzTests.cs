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

    private static readonly TimeSpan ShrinkingTime = TimeSpan.FromSeconds(90);

    /// <summary>The first seed of each compilation, and how many there are in it.</summary>
    public static TheoryData<int, int> Batches
    {
        get
        {
            (int first, int count) = Environment.GetEnvironmentVariable("MODELDSL_TEST_LEVEL") switch { "avx2" => (1_000_000, 400), "portable" => (2_000_000, 400), _ => (0, 2000) };
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
        FuzzCase[] cases = [.. Enumerable.Range(firstSeed, count).Select(CaseDraw.Next)];
        FuzzVerdict[] verdicts = FuzzRunner.Run(cases);
        output.WriteLine($"{verdicts.Count(verdict => verdict == FuzzVerdict.Same)} same, {verdicts.Count(verdict => verdict == FuzzVerdict.Undecided)} undecided, {verdicts.Count(verdict => verdict == FuzzVerdict.Wild)} wild, {verdicts.Count(verdict => verdict.Failure is not null)} failed");
        int failed = Array.FindIndex(verdicts, verdict => verdict.Failure is not null);
        if (failed < 0) return;
        string others = string.Join(", ", cases.Where((_, i) => i > failed && verdicts[i].Failure is not null).Select(fuzz => fuzz.Seed));
        (FuzzCase smallest, FuzzVerdict verdict) = Shrinker.Shrink(cases[failed], verdicts[failed], ShrinkingTime);
        Assert.Fail($"""
            MODELDSL_FUZZ_SEED={cases[failed].Seed}: {verdicts[failed].Message}
            smallest, batches of {string.Join(" and ", smallest.Batches)}: {verdict.Message}
            {FuzzPrinter.Print(smallest)}
            {(others.Length > 0 ? $"also failed: {others}" : "")}
            """);
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
}
