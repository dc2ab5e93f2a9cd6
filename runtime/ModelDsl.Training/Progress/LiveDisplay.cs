using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelDsl.Training;

/// <summary>A bar with loss, accuracy, speed and remaining time that moves in place, and a line above it for each finished epoch.</summary>
internal sealed class LiveDisplay(IAnsiConsole console) : ProgressDisplay
{
    /// <summary>Ten pictures a second are enough for the eye, and too few to cost anything.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(100);

    private ProgressContext? _context;
    private ProgressTask? _task;
    private TrainingState? _state;
    private long _begin;
    private long _lastRefresh;

    public override void Show(Action training)
    {
        Spectre.Console.Progress progress = console.Progress()
            .AutoRefresh(false) // no thread of its own: the machine is busy enough
            .AutoClear(true)
            .Columns(
                new TextColumn(DescribeEpoch),
                new ProgressBarColumn { Width = 20 },
                new PercentageColumn(),
                new TextColumn(DescribeNumbers));
        progress.Start(context =>
        {
            _context = context;
            training();
        });
        _context = null;
    }

    public override void ShowSecondInterrupt() => console.Cursor.Show(true); // the live display had hidden it

    public override void OnFitBegin(TrainingState state)
    {
        _state = state;
        _begin = Stopwatch.GetTimestamp();
        _task = _context!.AddTask("training", maxValue: (double)state.Epochs * state.BatchCount);
        _context.Refresh();
    }

    public override void OnBatchEnd(TrainingState state)
    {
        if (Stopwatch.GetElapsedTime(_lastRefresh) < RefreshInterval)
            return;
        _lastRefresh = Stopwatch.GetTimestamp();
        _task!.Value = Done(state);
        _context!.Refresh();
    }

    public override void OnEpochEnd(TrainingState state, EpochResult result)
    {
        base.OnEpochEnd(state, result);
        _task!.Value = Done(state);
        _context!.Refresh();
    }

    protected override void WriteLine(string text) => console.WriteLine(text);

    private static double Done(TrainingState state) => (state.Epoch - 1.0) * state.BatchCount + state.Batch;

    private string DescribeEpoch() => _state is null ? "" : $"epoch {_state.Epoch}/{_state.Epochs}";

    private string DescribeNumbers()
    {
        if (_state is null || _state.SamplesSeen == 0)
            return "";
        string text = FormattableString.Invariant($"loss {_state.Loss:0.0000}");
        if (_state.LastEpoch?.ValidationAccuracy is double accuracy)
            text += FormattableString.Invariant($"  accuracy {accuracy:0.0000}");
        double done = Done(_state) / ((double)_state.Epochs * _state.BatchCount);
        TimeSpan left = Stopwatch.GetElapsedTime(_begin) * ((1 - done) / done);
        string clock = left.ToString(left.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
        return text + FormattableString.Invariant($"  {_state.SamplesPerSecond:#,0}/s  {clock} left");
    }

    /// <summary>A column that is asked for its text at each refresh.</summary>
    private sealed class TextColumn(Func<string> text) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());
    }
}
