using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelDsl.Kernels;

namespace ModelDsl;

/// <summary>RMSprop (Hinton, 2012), as <c>torch.optim.RMSprop</c>: steps scaled by a running mean of the squared gradient.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay · p
/// v = alpha · v + (1 − alpha) · g²
/// a = alpha · a + (1 − alpha) · g                  (centered)
/// s = √v + eps                                     (centered: √(v − a²) + eps)
/// m = momentum · m + g / s
/// p = p − learningRate · m
/// </code>
/// One departure from PyTorch: where rounding makes v − a² negative, as it does when gradients hardly change, it counts as 0;
/// PyTorch takes the root and the parameter becomes NaN.
/// </remarks>
public sealed class RMSprop : Optimizer
{
    private AlignedBuffer? _square;
    private AlignedBuffer? _mean;
    private AlignedBuffer? _momentum;

    /// <summary>Learning rate 0.01, alpha 0.99, eps 1e-8, neither momentum nor weight decay.</summary>
    /// <param name="model">The model whose parameters are changed.</param>
    public RMSprop(IModel model)
        : base(model) => LearningRate = 1e-2;

    /// <summary>The share of the past in the running means.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double Alpha
    {
        get;
        set => field = Require.BelowOne(value, nameof(Alpha));
    } = 0.99;

    /// <summary>Added to the root.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double Eps
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(Eps));
    } = 1e-8;

    /// <summary>Whether steps are scaled by the variance of the gradient instead of its square.</summary>
    public bool Centered { get; set; }

    /// <summary>The share of the last step that is kept; 0, the default, for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double Momentum
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(Momentum));
    }

    /// <inheritdoc/>
    protected override bool SupportsGroups => true;

    internal override bool HasMomentum => true;

    internal override double CycledMomentum
    {
        get => Momentum;
        set => Momentum = value;
    }

    /// <inheritdoc/>
    protected override void BeginStep(long step)
    {
        _square ??= NewState();
        if (Centered) _mean ??= NewState();
        if (Momentum > 0) _momentum ??= NewState();
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
    {
        if (Vector512.IsHardwareAccelerated) Update<Lanes512>(values, gradients, start);
        else if (Vector256.IsHardwareAccelerated) Update<Lanes256>(values, gradients, start);
        else Update<Lanes128>(values, gradients, start);
        if (Eps == 0) PaddingCleaner.Clear(Model.Parameters, values, start);
    }

    private void Update<V>(Span<float> values, ReadOnlySpan<float> gradients, int start)
        where V : struct, ILanes<V>
    {
        bool centered = Centered, hasMomentum = Momentum > 0;
        ref float p = ref MemoryMarshal.GetReference(values);
        ref readonly float gradient = ref MemoryMarshal.GetReference(gradients);
        ref float square = ref MemoryMarshal.GetReference(_square!.Span.Slice(start, values.Length));
        ref float mean = ref MemoryMarshal.GetReference(centered ? _mean!.Span.Slice(start, values.Length) : default);
        ref float m = ref MemoryMarshal.GetReference(hasMomentum ? _momentum!.Span.Slice(start, values.Length) : default);

        (double LearningRate, double WeightDecay) rates = RatesAt(start);
        var rule = new GradientRule<V>(Maximize, rates.WeightDecay);
        V rate = V.Create((float)rates.LearningRate), past = V.Create((float)Alpha), share = V.Create((float)(1 - Alpha));
        V eps = V.Create((float)Eps), momentum = V.Create((float)Momentum);
        for (int i = 0; i < values.Length; i += V.Count)
        {
            V value = V.Load(in p, i);
            V g = rule.Apply(V.Load(in gradient, i), value);
            V spread = Lanes.WithoutDenormals(past * V.Load(in square, i) + share * (g * g));
            spread.Store(ref square, i);
            if (centered)
            {
                V average = V.Load(in mean, i);
                average = Lanes.WithoutDenormals(average + share * (g - average));
                average.Store(ref mean, i);
                spread = V.Max(V.Create(0), spread - average * average);
            }
            V step = g / (V.Sqrt(spread) + eps);
            if (hasMomentum)
            {
                step = Lanes.WithoutDenormals(momentum * V.Load(in m, i) + step);
                step.Store(ref m, i);
            }
            Lanes.WithoutDenormals(value - rate * step).Store(ref p, i);
        }
    }
}
