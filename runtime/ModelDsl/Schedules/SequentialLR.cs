namespace ModelDsl;

/// <summary>
/// Runs schedules one after another, each from its own beginning: for example a <see cref="LinearLR"/> to warm up
/// and then a <see cref="CosineAnnealingLR"/>.
/// </summary>
/// <example>
/// <code>
/// var schedule = new SequentialLR(adam, [new LinearLR(adam, totalIters: 3), new CosineAnnealingLR(adam, tMax: 17)], milestones: [3]);
/// </code>
/// </example>
public sealed class SequentialLR : LearningRateSchedule
{
    private readonly LearningRateSchedule[] _schedules;
    private readonly int[] _milestones;

    /// <summary>Starts the first schedule.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="schedules">The schedules, at least one, made for the same optimizer. Only this one is to be stepped, not they.</param>
    /// <param name="milestones">The step at which each schedule but the first begins, in rising order.</param>
    /// <exception cref="ArgumentException">The numbers do not fit, the milestones do not rise, or a schedule is for another optimizer.</exception>
    public SequentialLR(Optimizer optimizer, ReadOnlySpan<LearningRateSchedule> schedules, ReadOnlySpan<int> milestones)
        : base(optimizer)
    {
        if (schedules.Length != milestones.Length + 1)
        {
            throw new ArgumentException($"{schedules.Length} schedules need {schedules.Length - 1} milestones, got {milestones.Length}", nameof(milestones));
        }
        foreach (LearningRateSchedule schedule in schedules)
        {
            if (schedule.Optimizer != optimizer) throw new ArgumentException($"a {schedule.GetType().Name} is for another optimizer", nameof(schedules));
        }
        for (int i = 0; i < milestones.Length; i++)
        {
            if (milestones[i] <= (i > 0 ? milestones[i - 1] : 0)) throw new ArgumentException("the milestones must rise, from 1 or more", nameof(milestones));
        }
        _schedules = schedules.ToArray();
        _milestones = milestones.ToArray();
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step)
    {
        (LearningRateSchedule schedule, int ownStep) = Find(step);
        return schedule.Rate(ownStep);
    }

    internal override void Apply(int step)
    {
        (LearningRateSchedule schedule, int ownStep) = Find(step);
        schedule.Apply(ownStep);
    }

    private (LearningRateSchedule Schedule, int OwnStep) Find(int step)
    {
        int reached = _milestones.Count(milestone => milestone <= step);
        return (_schedules[reached], reached > 0 ? step - _milestones[reached - 1] : step);
    }
}
