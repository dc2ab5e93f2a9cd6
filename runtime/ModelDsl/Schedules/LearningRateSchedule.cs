namespace ModelDsl;

/// <summary>Changes an optimizer's learning rate over time, as the classes of <c>torch.optim.lr_scheduler</c>.</summary>
/// <remarks>
/// The first rate is set when the schedule is made. Call <see cref="Step"/> after each epoch, or after each batch for schedules that count
/// batches, always after the optimizer's own step. The rate is computed from the number of steps alone, not from the rate before, so use
/// one schedule at a time; <see cref="SequentialLR"/> runs several one after another.
/// </remarks>
public abstract class LearningRateSchedule
{
    /// <summary>Notes the optimizer's present learning rate. A derived constructor ends with <see cref="Start"/>.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    protected LearningRateSchedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        BaseLearningRate = optimizer.ScheduleBase ??= optimizer.LearningRate;
    }

    /// <summary>The optimizer whose rate is changed.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The optimizer's learning rate when the schedule was made; if another schedule was at work, the rate that it started from.</summary>
    public double BaseLearningRate { get; }

    /// <summary>How often <see cref="Step"/> was called.</summary>
    public int StepCount { get; private set; }

    /// <summary>Goes one step on and sets the learning rate.</summary>
    public void Step()
    {
        Apply(StepCount + 1);
        StepCount++;
    }

    /// <summary>The learning rate after a number of steps.</summary>
    /// <param name="step">0 for the beginning.</param>
    protected abstract double RateAt(int step);

    /// <summary>Sets the first learning rate.</summary>
    protected void Start() => Apply(0);

    /// <summary>The learning rate after a number of steps, for a schedule made of others.</summary>
    internal double Rate(int step) => RateAt(step);

    /// <summary>Sets what the schedule varies.</summary>
    internal virtual void Apply(int step) => Optimizer.SetScheduledRate(RateAt(step));
}
