namespace ModelDsl.Training;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were done.</summary>
    Finished,

    /// <summary>The validation had not become better for <see cref="Trainer{TTarget}.Patience"/> epochs.</summary>
    EarlyStopping,

    /// <summary>The user pressed Ctrl+C.</summary>
    Interrupted,

    /// <summary>A callback asked for it by <see cref="TrainingState.Stop()"/>.</summary>
    Requested,

    /// <summary>The loss was infinite or not a number.</summary>
    Diverged,
}
