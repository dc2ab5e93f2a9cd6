namespace ModelDsl.Training;

/// <summary>When a learning-rate schedule goes one step on.</summary>
public enum ScheduleInterval
{
    /// <summary>After each epoch.</summary>
    Epoch,

    /// <summary>After each batch.</summary>
    Batch,
}
