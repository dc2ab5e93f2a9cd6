namespace ModelDsl;

/// <summary>
/// Moves a factor on the rate along a line, then leaves it: <c>base · (start + (end − start) · min(t, total) / total)</c>. Used to warm up.
/// </summary>
public sealed class LinearLR : LearningRateSchedule
{
    private readonly double _startFactor;
    private readonly double _endFactor;
    private readonly int _totalIters;

    /// <summary>Starts at a part of the optimizer's learning rate.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed.</param>
    /// <param name="startFactor">The factor at the beginning, greater than 0, at most 1.</param>
    /// <param name="endFactor">The factor at the end, from 0 to 1.</param>
    /// <param name="totalIters">After how many steps the end is reached, at least 1.</param>
    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int totalIters = 5)
        : base(optimizer)
    {
        if (startFactor is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(startFactor), startFactor, "startFactor: expected more than 0, at most 1");
        }
        if (endFactor is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(endFactor), endFactor, "endFactor: expected a number from 0 to 1");
        }
        _startFactor = startFactor;
        _endFactor = endFactor;
        _totalIters = Require.AtLeastOne(totalIters, nameof(totalIters));
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step) =>
        BaseLearningRate * (_startFactor + (_endFactor - _startFactor) * Math.Min(step, _totalIters) / _totalIters);
}
