namespace ModelDsl;

/// <summary>
/// One climb to a large rate and one fall far below the first (Smith and Topin, 2018), while the momentum does the opposite.
/// <see cref="LearningRateSchedule.Step"/> is called after each batch.
/// </summary>
/// <remarks>
/// With <c>first = maxLr / divFactor</c> and <c>last = first / finalDivFactor</c>, the rate goes from first to maxLr until step
/// <c>pctStart · totalSteps − 1</c>, then to last until step <c>totalSteps − 1</c>. In three phases it goes back to first
/// as fast as it came, and then to last.
/// </remarks>
public sealed class OneCycleLR : LearningRateSchedule
{
    private readonly int _totalSteps;
    private readonly AnnealStrategy _annealStrategy;
    private readonly bool _cycleMomentum;
    private readonly Phase[] _phases;

    /// <summary>Starts at <c>maxLr / divFactor</c>; the optimizer's own learning rate plays no part.</summary>
    /// <param name="optimizer">The optimizer whose rate is changed, and its momentum (beta1 for Adam).</param>
    /// <param name="maxLr">The highest rate.</param>
    /// <param name="totalSteps">How many batches there will be; as many steps are allowed.</param>
    /// <param name="pctStart">The share of the climb, from 0 to 1.</param>
    /// <param name="annealStrategy">The curve.</param>
    /// <param name="cycleMomentum">Whether the momentum is varied too.</param>
    /// <param name="baseMomentum">The lowest momentum, at the highest rate.</param>
    /// <param name="maxMomentum">The highest momentum, at the beginning and the end.</param>
    /// <param name="divFactor">How much smaller than the highest the first rate is.</param>
    /// <param name="finalDivFactor">How much smaller than the first the last rate is.</param>
    /// <param name="threePhase">Whether the fall is cut in two.</param>
    /// <exception cref="ArgumentException"><paramref name="cycleMomentum"/> for an optimizer without momentum.</exception>
    public OneCycleLR(
        Optimizer optimizer,
        double maxLr,
        int totalSteps,
        double pctStart = 0.3,
        AnnealStrategy annealStrategy = AnnealStrategy.Cos,
        bool cycleMomentum = true,
        double baseMomentum = 0.85,
        double maxMomentum = 0.95,
        double divFactor = 25,
        double finalDivFactor = 1e4,
        bool threePhase = false)
        : base(optimizer)
    {
        Require.AtLeastZero(maxLr, nameof(maxLr));
        _totalSteps = Require.AtLeastOne(totalSteps, nameof(totalSteps));
        if (pctStart is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(pctStart), pctStart, "pctStart: expected a number from 0 to 1");
        }
        if (!(divFactor > 0)) throw new ArgumentOutOfRangeException(nameof(divFactor), divFactor, "divFactor: expected more than 0");
        if (!(finalDivFactor > 0)) throw new ArgumentOutOfRangeException(nameof(finalDivFactor), finalDivFactor, "finalDivFactor: expected more than 0");
        if (cycleMomentum && !optimizer.HasMomentum)
        {
            throw new ArgumentException($"{optimizer.GetType().Name} has no momentum to vary: pass cycleMomentum: false", nameof(cycleMomentum));
        }
        Require.BelowOne(baseMomentum, nameof(baseMomentum));
        Require.BelowOne(maxMomentum, nameof(maxMomentum));
        _annealStrategy = annealStrategy;
        _cycleMomentum = cycleMomentum;

        double first = maxLr / divFactor;
        double last = first / finalDivFactor;
        double climb = pctStart * totalSteps - 1;
        _phases = threePhase
            ? [
                new(climb, first, maxLr, maxMomentum, baseMomentum),
                new(2 * pctStart * totalSteps - 2, maxLr, first, baseMomentum, maxMomentum),
                new(totalSteps - 1, first, last, maxMomentum, maxMomentum),
            ]
            : [
                new(climb, first, maxLr, maxMomentum, baseMomentum),
                new(totalSteps - 1, maxLr, last, baseMomentum, maxMomentum),
            ];
        Start();
    }

    /// <inheritdoc/>
    protected override double RateAt(int step)
    {
        (Phase phase, double part) = Find(step);
        return Anneal(phase.StartRate, phase.EndRate, part);
    }

    /// <exception cref="InvalidOperationException">There were <c>totalSteps</c> steps already.</exception>
    internal override void Apply(int step)
    {
        if (step > _totalSteps) throw new InvalidOperationException($"step {step} of a schedule for {_totalSteps} steps");
        base.Apply(step);
        if (!_cycleMomentum) return;
        (Phase phase, double part) = Find(step);
        Optimizer.CycledMomentum = Anneal(phase.StartMomentum, phase.EndMomentum, part);
    }

    /// <summary>The phase of a step, and how far it is through it, from 0 to 1.</summary>
    private (Phase Phase, double Part) Find(int step)
    {
        double start = 0;
        for (int i = 0; ; i++)
        {
            Phase phase = _phases[i];
            if (step <= phase.End || i == _phases.Length - 1)
            {
                // PyTorch allows totalSteps steps, one more than the last phase has; there the rate stays where it ended.
                double part = phase.End == start ? 1 : Math.Min((step - start) / (phase.End - start), 1);
                return (phase, part);
            }
            start = phase.End;
        }
    }

    private double Anneal(double start, double end, double part) => _annealStrategy switch
    {
        AnnealStrategy.Linear => start + (end - start) * part,
        _ => end + (start - end) / 2 * (1 + Math.Cos(Math.PI * part)),
    };

    private readonly record struct Phase(double End, double StartRate, double EndRate, double StartMomentum, double EndMomentum);
}
