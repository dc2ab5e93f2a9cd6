using System.Diagnostics;
using System.Globalization;

namespace ModelDsl.Benchmarks.Worker;

/// <summary>
/// The process of one side: reads requests line by line, answers each with one marked line, and ends with its input. Both sides run these very lines,
/// so that they are warmed up and timed alike.
/// </summary>
internal sealed class WorkerLoop(Workload workload)
{
    /// <summary>Begins every answer: native libraries write to the standard output as they please.</summary>
    public const string AnswerMark = "answer:";

    /// <summary>Times shorter than this are taken of several steps together.</summary>
    private const double ShortestMicroseconds = 200;

    private readonly double[] _times = new double[8192];
    private double _estimate = 1e6;
    private float _last;

    public void Run(TextReader requests, TextWriter answers)
    {
        Answer("");
        while (requests.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            Answer(words[0] switch
            {
                "losses" => Losses((int)Number(words[1]), Number(words[2])),
                "outputs" => Outputs(),
                "threads" => SetThreads((int)Number(words[1])),
                "warm" => Warm(Number(words[1]), (int)Number(words[2]), Number(words[3])),
                "measure" => Measure(Number(words[1])),
                _ => throw new InvalidOperationException($"unknown request '{line}'"),
            });
        }

        void Answer(string text)
        {
            answers.WriteLine(AnswerMark + text);
            answers.Flush();
        }
    }

    /// <summary>The losses of the first steps; fewer, but at least two, where they take longer than <paramref name="seconds"/>.</summary>
    private string Losses(int steps, double seconds)
    {
        workload.Dropout = false;
        Stopwatch watch = Stopwatch.StartNew();
        List<float> losses = [];
        while (losses.Count < 2 || (losses.Count < steps && watch.Elapsed.TotalSeconds < seconds)) losses.Add(workload.Step());
        workload.Dropout = true;
        return Text(losses);
    }

    private string Outputs()
    {
        workload.Step();
        return Text(workload.Outputs());
    }

    private string SetThreads(int threads)
    {
        workload.Threads = threads;
        return "";
    }

    /// <summary>Steps until the JIT has settled: so many seconds and steps, but no more than <paramref name="atMost"/> seconds.</summary>
    /// <returns>How long a step took towards the end, in microseconds.</returns>
    private string Warm(double seconds, int steps, double atMost)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int done = 0;
        while ((watch.Elapsed.TotalSeconds < seconds || done < steps) && watch.Elapsed.TotalSeconds < atMost)
        {
            long start = Stopwatch.GetTimestamp();
            workload.Step();
            _estimate = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            done++;
        }
        return Text([_estimate]);
    }

    /// <returns>The median and the best time of a step in microseconds, the steps, the bytes allocated per step on the managed heap, the last loss.</returns>
    private string Measure(double seconds)
    {
        int together = (int)Math.Clamp(ShortestMicroseconds / _estimate, 1, 100_000);
        // The other process had the machine until now: its steps are in the caches, and our threads have been sleeping.
        if (_estimate < 50_000) Time(together);
        long allocated = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        int count = 0;
        do
        {
            _times[count++] = Time(together);
        }
        while (count < _times.Length && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Span<double> times = _times.AsSpan(0, count);
        times.Sort();
        _estimate = times[count / 2];
        return Text([_estimate, times[0], (double)count * together, allocated / ((double)count * together), _last]);
    }

    private double Time(int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++) _last = workload.Step();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text<T>(IEnumerable<T> values)
        where T : IFormattable => string.Join(' ', values.Select(value => value.ToString(null, CultureInfo.InvariantCulture)));
}
