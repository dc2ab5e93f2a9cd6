namespace ModelDsl;

/// <summary>Multiplies the rate by gamma at each milestone: <c>base · gamma^(milestones reached)</c>.</summary>
public sealed class MultiStepLR : LearningRateSchedule
{
    private readonly int[] _milestones;
    private readonly double _gamma;

    /// <summary>Starts at the optimizer's learning rate.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="milestones">The steps at which the rate falls, each at least 1, in any order; one that stands twice counts twice.</param>
    /// <param name="gamma">The factor.</param>
    public MultiStepLR(Optimizer optimizer, ReadOnlySpan<int> milestones, double gamma = 0.1)
        : base(optimizer)
    {
        foreach (int milestone in milestones) Require.AtLeastOne(milestone, nameof(milestones));
        _milestones = milestones.ToArray();
        _gamma = Require.AtLeastZero(gamma, nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step) => BaseLearningRate * Math.Pow(_gamma, _milestones.Count(milestone => milestone <= step));
}
