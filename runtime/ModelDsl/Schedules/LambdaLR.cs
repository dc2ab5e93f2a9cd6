namespace ModelDsl;

/// <summary>Multiplies the rate by a factor of your own: <c>base · factor(t)</c>.</summary>
public sealed class LambdaLR : LearningRateSchedule
{
    private readonly Func<int, double> _factor;

    /// <summary>Starts at <c>base · factor(0)</c>.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="factor">The factor after a number of steps; 0 or more.</param>
    public LambdaLR(Optimizer optimizer, Func<int, double> factor)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(factor);
        _factor = factor;
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step) => BaseLearningRate * _factor(step);
}
