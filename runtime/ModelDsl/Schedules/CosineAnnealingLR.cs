namespace ModelDsl;

/// <summary>
/// Lowers the rate along half a cosine (Loshchilov and Hutter, 2017): <c>etaMin + (base − etaMin) · (1 + cos(π · t / tMax)) / 2</c>.
/// As in PyTorch, the rate climbs again after <c>tMax</c> steps.
/// </summary>
public sealed class CosineAnnealingLR : LearningRateSchedule
{
    private readonly int _tMax;
    private readonly double _etaMin;

    /// <summary>Starts at the optimizer's learning rate.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="tMax">After how many steps the lowest rate is reached, at least 1.</param>
    /// <param name="etaMin">The lowest rate.</param>
    public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin = 0)
        : base(optimizer)
    {
        _tMax = Require.AtLeastOne(tMax, nameof(tMax));
        _etaMin = Require.AtLeastZero(etaMin, nameof(etaMin));
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step) =>
        _etaMin + (BaseLearningRate - _etaMin) * (1 + Math.Cos(Math.PI * step / _tMax)) / 2;
}
