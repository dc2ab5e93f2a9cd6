namespace ModelDsl.Training;

/// <summary>What says which epoch is the best.</summary>
public enum BestBy
{
    /// <summary>The lowest validation loss.</summary>
    ValidationLoss,

    /// <summary>The highest validation accuracy.</summary>
    ValidationAccuracy,
}
