namespace ModelDsl.Training;

/// <summary>What an epoch brought.</summary>
public sealed record EpochResult
{
    /// <summary>Which epoch, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The mean of the training loss over the samples, each taken while the model was learning.</summary>
    public required double Loss { get; init; }

    /// <summary>The mean of the loss over the validation samples, or null without validation.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The share of validation samples whose class was recognised, or null without validation or classes.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>The learning rate of the epoch's last batch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How long the training took, without the validation.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many training samples were learned from in a second.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Whether the validation was better than in all epochs before; false without validation.</summary>
    public bool IsBest { get; init; }
}
