using ModelDsl.Benchmarks.Cases;
using ModelDsl.Benchmarks.Compare;

namespace ModelDsl.Benchmarks.Shapes;

/// <summary><c>shapes</c>: the rate of a training step of each unusual shape, and that of its neighbour, measured in turn.</summary>
internal static class ShapesCommand
{
    private const int Rounds = 3;

    public static int Run(string? filter)
    {
        Console.WriteLine($"{"shape",-32}{"batch",6}{"Gflop/s",10}   {"neighbour",-22}{"batch",6}{"Gflop/s",10}{"slower by",12}");
        foreach (ShapePair pair in ShapePairs.All.Where(pair => filter is null || pair.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
        {
            (double unusual, double round) = Measure(pair);
            Console.WriteLine(
                $"{pair.Name,-32}{pair.Unusual.Batch,6}{unusual,10:F1}   {pair.Round.Name,-22}{pair.Round.Batch,6}{round,10:F1}{round / unusual,12:F2}");
        }
        return 0;
    }

    private static (double Unusual, double Round) Measure(ShapePair pair)
    {
        using CaseFolder unusualFolder = new(pair.Unusual), roundFolder = new(pair.Round);
        using Contestant unusual = new(() => WorkerProcess.Ours(unusualFolder.Path)), round = new(() => WorkerProcess.Ours(roundFolder.Path));
        foreach (Contestant side in new[] { unusual, round })
        {
            side.Calibrate(trains: true);
            side.WarmUp();
        }
        for (int i = 0; i < Rounds; i++)
        {
            unusual.Round(0.3);
            round.Round(0.3);
        }
        return (Rate(pair.Unusual, unusual), Rate(pair.Round, round));
    }

    private static double Rate(BenchmarkCase @case, Contestant side) => Arithmetic.FloatingPointOperations(@case) / side.Median / 1e3;
}
