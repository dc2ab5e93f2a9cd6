namespace ModelDsl.Benchmarks.Compare;

/// <summary>One side of a case: finds its best number of threads in a process of its own, then is measured round by round in another.</summary>
internal sealed class Contestant(Func<WorkerProcess> start) : IDisposable
{
    private readonly List<double> _medians = [];
    private WorkerProcess? _process;

    /// <summary>The losses of the first steps, or a prediction.</summary>
    public double[] Check { get; private set; } = [];

    public int Threads { get; private set; } = Environment.ProcessorCount;

    /// <summary>The median of the rounds' medians, in microseconds.</summary>
    public double Median => _medians.Order().ElementAt(_medians.Count / 2);

    /// <summary>The shortest time of all.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    public double AllocatedBytes { get; private set; }

    public double PeakMegabytes { get; private set; }

    /// <summary>Computes what is checked, and tries one thread and all cores.</summary>
    public void Calibrate(bool trains)
    {
        using WorkerProcess trial = start();
        trial.Ask("threads", Threads);
        Check = trains ? trial.Ask("losses", 4, 2) : trial.Ask("outputs");
        // What takes longer than this is shared by all cores.
        if (trial.Ask("warm", 0.7, 3, 1.5)[0] > 200_000 || Threads == 1) return;
        double all = double.PositiveInfinity, one = double.PositiveInfinity;
        // In turn, and the better of three each: a disturbance, or code that is not yet optimized, must not decide.
        for (int turn = 0; turn < 3; turn++)
        {
            trial.Ask("threads", Threads);
            all = Math.Min(all, trial.Ask("measure", 0.2)[0]);
            trial.Ask("threads", 1);
            one = Math.Min(one, trial.Ask("measure", 0.2)[0]);
        }
        if (one < all) Threads = 1;
    }

    /// <summary>Until tiered compilation has settled.</summary>
    public void WarmUp()
    {
        _process = start();
        _process.Ask("threads", Threads);
        _process.Ask("warm", 1.5, 30, 3);
    }

    public void Round(double seconds)
    {
        double[] answer = _process!.Ask("measure", seconds);
        if (!double.IsFinite(answer[4])) throw new WorkerException($"the loss became {answer[4]}");
        _medians.Add(answer[0]);
        Best = Math.Min(Best, answer[1]);
        AllocatedBytes = answer[3];
        PeakMegabytes = _process.PeakMegabytes;
    }

    public void Dispose() => _process?.Dispose();
}
