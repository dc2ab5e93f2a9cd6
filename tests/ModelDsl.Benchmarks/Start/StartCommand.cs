using System.Diagnostics;

namespace ModelDsl.Benchmarks.Start;

/// <summary>Measures the time from the start of a process to its first line of output: of the first training step, or of any other program.</summary>
internal static class StartCommand
{
    private const int Tries = 15;

    public static void Run(string[] command)
    {
        string[] words = command.Length > 0 ? command : ["dotnet", typeof(StartCommand).Assembly.Location, "first-step"];
        List<double> times = [];
        string? line = null;
        for (int i = 0; i < Tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
            line = process.StandardOutput.ReadLine();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        times.Sort();
        Console.WriteLine($"first line after {times[Tries / 2]:F1} ms, the median of {Tries}; the best {times[0]:F1} ms");
        Console.WriteLine($"it was: {line}");
    }
}
