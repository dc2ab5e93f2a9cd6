using System.Diagnostics;

namespace ModelDsl.Training;

/// <summary>Where a training is: what callbacks are shown.</summary>
public sealed class TrainingState
{
    internal TrainingState(int epochs, int batchCount, int sampleCount)
    {
        Epochs = epochs;
        BatchCount = batchCount;
        SampleCount = sampleCount;
    }

    /// <summary>How many epochs were asked for.</summary>
    public int Epochs { get; }

    /// <summary>How many batches an epoch has.</summary>
    public int BatchCount { get; }

    /// <summary>How many samples an epoch has.</summary>
    public int SampleCount { get; }

    /// <summary>The present epoch, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The batch that was done last in this epoch, from 1; 0 before the first.</summary>
    public int Batch { get; internal set; }

    /// <summary>How many samples of this epoch have been learned from.</summary>
    public int SamplesSeen { get; internal set; }

    /// <summary>The loss of the batch that was done last.</summary>
    public float BatchLoss { get; internal set; }

    /// <summary>The mean of the loss over the samples of this epoch so far; 0 before the first batch.</summary>
    public double Loss => SamplesSeen == 0 ? 0 : LossSum / SamplesSeen;

    /// <summary>The learning rate of the batch that was done last.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>What the epoch before this one brought, or null in the first.</summary>
    public EpochResult? LastEpoch { get; internal set; }

    /// <summary>Whether the training ends after the present batch.</summary>
    public bool IsStopping => Reason is not null;

    internal double LossSum { get; set; }

    internal StopReason? Reason { get; private set; }

    /// <summary>Time spent with the batches of this epoch.</summary>
    internal Stopwatch Clock { get; } = new();

    /// <summary>How many samples of this epoch were learned from in a second.</summary>
    public double SamplesPerSecond => SamplesSeen == 0 ? 0 : SamplesSeen / Math.Max(1e-9, Clock.Elapsed.TotalSeconds);

    /// <summary>Ends the training after the present batch, or after the epoch if called at its end.</summary>
    public void Stop() => Stop(StopReason.Requested);

    internal void Stop(StopReason reason) => Reason ??= reason;
}
