using System.Text.Json;
using ModelDsl.Benchmarks.Cases;

namespace ModelDsl.Benchmarks.Compare;

/// <summary><c>compare</c>: case by case, a line each; all rows as JSON if asked for.</summary>
internal static class CompareCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static int Run(IReadOnlyList<BenchmarkCase> cases, string? json, int rounds)
    {
#if DEBUG
        Console.WriteLine("Built without optimization: run with -c Release for times that mean something.");
#endif
        string? torch = TorchProgram.Prepare(Probe, out string reason);
        if (torch is null) Console.WriteLine($"libtorch does not run here, so that only ModelDsl is measured: {reason}");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {rounds} rounds, median of the rounds' medians; times of a step in µs, memory in MB.");
        Comparison comparison = new(torch, rounds);
        List<ComparisonRow> rows = [];
        bool failed = false;
        foreach (BenchmarkCase @case in cases)
        {
            try
            {
                ComparisonRow row = comparison.Run(@case);
                if (rows.Count == 0) Console.WriteLine(Line("case", "ours", "libtorch", "ratio", "of bests", "roof", "bytes", "ours MB", "libtorch MB"));
                rows.Add(row);
                Console.WriteLine(Line(row));
            }
            catch (WorkerException e)
            {
                failed = true;
                Console.Error.WriteLine($"{@case.Name}: {e.Message}");
            }
            // After every case: what was measured stays if the next one is interrupted.
            if (json is not null) File.WriteAllText(json, JsonSerializer.Serialize(rows, Indented));
        }
        double[] ratios = [.. rows.Where(row => row.Ratio is not null).Select(row => row.Ratio!.Value)];
        if (ratios.Length > 1) Console.WriteLine($"Geometric mean of {ratios.Length} ratios: {Math.Exp(ratios.Average(Math.Log)):F2}");
        return failed ? 1 : 0;
    }

    /// <summary>The smallest case, once.</summary>
    private static bool Probe(string program, out string reason)
    {
        try
        {
            using CaseFolder folder = new(BenchmarkCases.All[0]);
            using WorkerProcess process = WorkerProcess.Torch(program, folder.Path);
            process.Ask("losses", 2, 1);
            reason = "";
            return true;
        }
        catch (WorkerException e)
        {
            reason = e.Message;
            return false;
        }
    }

    private static string Line(ComparisonRow row) => Line(
        row.Case,
        Time(row.OursMicroseconds),
        row.TorchMicroseconds is { } torch ? Time(torch) : "–",
        row.Ratio is { } ratio ? $"{ratio:F2}" : "–",
        row.RatioOfBests is { } best ? $"{best:F2}" : "–",
        $"{row.Roof:P0}",
        $"{row.AllocatedBytes:F0}",
        $"{row.OursMegabytes:F0}",
        row.TorchMegabytes is { } megabytes ? $"{megabytes:F0}" : "–");

    private static string Time(double microseconds) => microseconds < 100 ? $"{microseconds:F3}" : $"{microseconds:F0}";

    private static string Line(params ReadOnlySpan<string> words)
    {
        string line = words[0].PadRight(20);
        foreach (string word in words[1..]) line += word.PadLeft(12);
        return line;
    }
}
