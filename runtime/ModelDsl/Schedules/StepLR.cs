namespace ModelDsl;

/// <summary>Multiplies the rate by gamma every so many steps: <c>base · gamma^⌊t / stepSize⌋</c>.</summary>
public sealed class StepLR : LearningRateSchedule
{
    private readonly int _stepSize;
    private readonly double _gamma;

    /// <summary>Starts at the optimizer's learning rate.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="stepSize">After how many steps the rate falls, at least 1.</param>
    /// <param name="gamma">The factor.</param>
    public StepLR(Optimizer optimizer, int stepSize, double gamma = 0.1)
        : base(optimizer)
    {
        _stepSize = Require.AtLeastOne(stepSize, nameof(stepSize));
        _gamma = Require.AtLeastZero(gamma, nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step) => BaseLearningRate * Math.Pow(_gamma, step / _stepSize);
}
