namespace ModelDsl.Training;

/// <summary>Is told of each step of a training. All methods are called on the thread that called <see cref="Trainer{TTarget}.Fit"/>.</summary>
public abstract class TrainerCallback
{
    /// <summary>The training begins.</summary>
    public virtual void OnFitBegin(TrainingState state)
    {
    }

    /// <summary>An epoch begins.</summary>
    public virtual void OnEpochBegin(TrainingState state)
    {
    }

    /// <summary>A batch has been learned from.</summary>
    public virtual void OnBatchEnd(TrainingState state)
    {
    }

    /// <summary>An epoch is over, validation included.</summary>
    public virtual void OnEpochEnd(TrainingState state, EpochResult result)
    {
    }

    /// <summary>The training is over, whatever the reason, except an exception.</summary>
    public virtual void OnFitEnd(TrainingState state, History history)
    {
    }
}
