using System.Globalization;
using Spectre.Console;

namespace ModelDsl.Training;

/// <summary>Shows a training. It is the last of the callbacks, and also shows what is no step of the training.</summary>
internal abstract class ProgressDisplay : TrainerCallback
{
    /// <summary>Live in a terminal that can move its cursor; plain lines in files, pipes and build logs.</summary>
    public static ProgressDisplay For(IAnsiConsole console)
    {
        Profile profile = console.Profile;
        bool isLive = profile.Out.IsTerminal && profile.Capabilities is { Ansi: true, Interactive: true };
        return isLive ? new LiveDisplay(console) : new PlainDisplay(profile.Out.Writer);
    }

    /// <summary>Runs a training with the display around it.</summary>
    public virtual void Show(Action training) => training();

    /// <summary>The first Ctrl+C. Called on another thread.</summary>
    public virtual void ShowInterrupt() => WriteLine("Ctrl+C: ending after this batch. Press it again to end at once.");

    /// <summary>The second Ctrl+C: the process ends after it. Called on another thread.</summary>
    public virtual void ShowSecondInterrupt()
    {
    }

    /// <summary>Says how the training ended, if not as planned.</summary>
    public void Close(TrainingState state, History history, int? patience, string? checkpointPath)
    {
        string? why = history.StopReason switch
        {
            StopReason.EarlyStopping => $"stopped early: {patience} epochs without a better validation",
            StopReason.Interrupted => $"interrupted in epoch {state.Epoch} of {state.Epochs}",
            StopReason.Requested => $"stopped in epoch {state.Epoch} of {state.Epochs}",
            StopReason.Diverged => FormattableString.Invariant(
                $"the loss is {state.BatchLoss} in epoch {state.Epoch}, batch {state.Batch}: try a lower learning rate than {state.LearningRate:g3}, or clip gradients"),
            _ => null,
        };
        if (why is null)
            return;
        WriteLine(why);
        if (history.Best is EpochResult best)
            WriteLine($"the best epoch was {best.Number}" + (checkpointPath is null ? "" : $"; its parameters are in {checkpointPath}"));
    }

    public override void OnEpochEnd(TrainingState state, EpochResult result) => WriteLine(Describe(state, result));

    protected abstract void WriteLine(string text);

    /// <summary>One line for one epoch.</summary>
    private static string Describe(TrainingState state, EpochResult result)
    {
        string total = state.Epochs.ToString(CultureInfo.InvariantCulture);
        string number = result.Number.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length);
        string text = FormattableString.Invariant($"epoch {number}/{total}  loss {result.Loss:0.0000}");
        if (result.ValidationLoss is double loss)
            text += FormattableString.Invariant($"  validation {loss:0.0000}");
        if (result.ValidationAccuracy is double accuracy)
            text += FormattableString.Invariant($"  accuracy {accuracy:0.0000}");
        text += FormattableString.Invariant($"  {result.SamplesPerSecond:#,0}/s  {result.Duration.TotalSeconds:0.0} s");
        return result.IsBest ? text + "  best" : text;
    }
}
