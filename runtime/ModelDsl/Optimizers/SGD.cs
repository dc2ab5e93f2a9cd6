using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelDsl.Kernels;

namespace ModelDsl;

/// <summary>Stochastic gradient descent, optionally with momentum, as <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay · p
/// m = momentum · m + (1 − dampening) · g        (the first time: m = g)
/// p = p − learningRate · m                      (Nesterov: p − learningRate · (g + momentum · m))
/// </code>
/// Without momentum, <c>p = p − learningRate · g</c>.
/// </remarks>
public sealed class SGD : Optimizer
{
    private AlignedBuffer? _momentum;
    private float _past;
    private float _present;

    /// <summary>Plain gradient descent with learning rate 0.001; set <see cref="Optimizer.LearningRate"/> and <see cref="Momentum"/>.</summary>
    /// <param name="model">The model whose parameters are changed.</param>
    public SGD(IModel model)
        : base(model) => LearningRate = 1e-3;

    /// <summary>The share of the last step that is kept; 0, the default, for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double Momentum
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(Momentum));
    }

    /// <summary>How much the present gradient is weakened when it joins the momentum; 0, the default, for not at all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or NaN.</exception>
    public double Dampening
    {
        get;
        set => field = Require.Finite(value, nameof(Dampening));
    }

    /// <summary>Whether the step looks ahead along the momentum. Needs a momentum and no dampening.</summary>
    public bool Nesterov { get; set; }

    /// <inheritdoc/>
    protected override bool SupportsGroups => true;

    internal override bool HasMomentum => true;

    internal override double CycledMomentum
    {
        get => Momentum;
        set => Momentum = value;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException"><see cref="Nesterov"/> without momentum, or with dampening.</exception>
    protected override void BeginStep(long step)
    {
        if (Nesterov && (Momentum <= 0 || Dampening != 0))
        {
            throw new InvalidOperationException("Nesterov momentum needs a Momentum greater than 0 and a Dampening of 0");
        }
        if (Momentum == 0) return;

        // The first gradient is taken whole, not dampened.
        bool first = _momentum is null;
        _momentum ??= NewState();
        _past = first ? 0 : (float)Momentum;
        _present = first ? 1 : (float)(1 - Dampening);
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
    {
        if (Vector512.IsHardwareAccelerated) Update<Lanes512>(values, gradients, start);
        else if (Vector256.IsHardwareAccelerated) Update<Lanes256>(values, gradients, start);
        else Update<Lanes128>(values, gradients, start);
    }

    private void Update<V>(Span<float> values, ReadOnlySpan<float> gradients, int start)
        where V : struct, ILanes<V>
    {
        ref float p = ref MemoryMarshal.GetReference(values);
        ref readonly float gradient = ref MemoryMarshal.GetReference(gradients);
        (double LearningRate, double WeightDecay) rates = RatesAt(start);
        var rule = new GradientRule<V>(Maximize, rates.WeightDecay);
        V rate = V.Create((float)rates.LearningRate);
        if (Momentum == 0)
        {
            for (int i = 0; i < values.Length; i += V.Count)
            {
                V value = V.Load(in p, i);
                Lanes.WithoutDenormals(value - rate * rule.Apply(V.Load(in gradient, i), value)).Store(ref p, i);
            }
            return;
        }

        ref float m = ref MemoryMarshal.GetReference(_momentum!.Span.Slice(start, values.Length));
        V past = V.Create(_past), present = V.Create(_present), momentum = V.Create((float)Momentum);
        bool nesterov = Nesterov;
        for (int i = 0; i < values.Length; i += V.Count)
        {
            V value = V.Load(in p, i);
            V g = rule.Apply(V.Load(in gradient, i), value);
            V step = Lanes.WithoutDenormals(past * V.Load(in m, i) + present * g);
            step.Store(ref m, i);
            if (nesterov) step = g + momentum * step;
            Lanes.WithoutDenormals(value - rate * step).Store(ref p, i);
        }
    }
}
