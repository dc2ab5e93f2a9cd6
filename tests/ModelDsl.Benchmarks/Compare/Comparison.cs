using ModelDsl.Benchmarks.Cases;

namespace ModelDsl.Benchmarks.Compare;

/// <summary>Runs the two sides of a case in turn, each in its own process: in one, their threads would spin into each other's time.</summary>
/// <param name="torch">libtorch's program; null to measure only ours.</param>
/// <param name="rounds">How often each side is measured.</param>
internal sealed class Comparison(string? torch, int rounds)
{
    private const double RoundSeconds = 1;

    /// <summary>How far losses, or outputs measured by the largest, may lie apart: the sides add in different orders.</summary>
    private const double Tolerance = 1e-3;

    /// <exception cref="WorkerException">A side ended, or they do not agree.</exception>
    public ComparisonRow Run(BenchmarkCase @case)
    {
        using CaseFolder folder = new(@case);
        using Contestant ours = new(() => WorkerProcess.Ours(folder.Path));
        using Contestant? theirs = torch is null ? null : new Contestant(() => WorkerProcess.Torch(torch, folder.Path));
        ours.Calibrate(@case.Trains);
        theirs?.Calibrate(@case.Trains);
        if (theirs is not null) CheckEqual(ours.Check, theirs.Check);
        double roof = Roof.Measure(Environment.ProcessorCount);
        ours.WarmUp();
        theirs?.WarmUp();
        for (int round = 0; round < rounds; round++)
        {
            ours.Round(RoundSeconds);
            theirs?.Round(RoundSeconds);
        }
        // Something else may have run during the first of the two; nothing makes the roof appear higher than it is.
        roof = Math.Max(roof, Roof.Measure(Environment.ProcessorCount));
        string threads = theirs is null ? $"{ours.Threads}" : $"{ours.Threads} and {theirs.Threads}";
        Console.WriteLine($"  {@case.Description}; threads {threads}; roof {roof:F0} Gflop/s; {Agreement(ours.Check, theirs?.Check)}");
        return new ComparisonRow(
            @case.Name,
            Math.Round(ours.Median, 3),
            theirs is null ? null : Math.Round(theirs.Median, 3),
            theirs is null ? null : Math.Round(theirs.Median / ours.Median, 3),
            theirs is null ? null : Math.Round(theirs.Best / ours.Best, 3),
            Math.Round(Arithmetic.FloatingPointOperations(@case) / ours.Median / 1e3 / roof, 3),
            Math.Round(ours.AllocatedBytes, 1),
            Math.Round(ours.PeakMegabytes, 1),
            theirs is null ? null : Math.Round(theirs.PeakMegabytes, 1));
    }

    private static void CheckEqual(double[] ours, double[] theirs)
    {
        if (Difference(ours, theirs) is var difference && !(difference <= Tolerance))
        {
            throw new WorkerException($"""
                the sides computed different values, by {difference:G3} of the largest; {Tolerance} is allowed:
                  ours     {string.Join(' ', ours)}
                  libtorch {string.Join(' ', theirs)}
                """);
        }
    }

    /// <summary>The largest difference as a share of the largest value. A slow side computes fewer steps: what both have counts.</summary>
    private static double Difference(double[] ours, double[] theirs) =>
        ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() / theirs.Max(Math.Abs);

    private static string Agreement(double[] ours, double[]? theirs) =>
        theirs is null ? "nothing to check against" : $"{Math.Min(ours.Length, theirs.Length)} values agree to {Difference(ours, theirs):E0}";
}
