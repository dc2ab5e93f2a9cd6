namespace ModelDsl;

/// <summary>Multiplies the rate by gamma in every step: <c>base · gammaᵗ</c>.</summary>
public sealed class ExponentialLR : LearningRateSchedule
{
    private readonly double _gamma;

    /// <summary>Starts at the optimizer's learning rate.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="gamma">The factor.</param>
    public ExponentialLR(Optimizer optimizer, double gamma)
        : base(optimizer)
    {
        _gamma = Require.AtLeastZero(gamma, nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step) => BaseLearningRate * Math.Pow(_gamma, step);
}
