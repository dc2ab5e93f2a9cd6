using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelDsl.Kernels;

namespace ModelDsl;

/// <summary>Adam (Kingma and Ba, 2015), as <c>torch.optim.Adam</c>: steps scaled by running moments of the gradient.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay · p                (AdamW instead: p = p − learningRate · weightDecay · p)
/// m = beta1 · m + (1 − beta1) · g
/// v = beta2 · v + (1 − beta2) · g²              (AMSGrad goes on with the largest v so far)
/// p = p − learningRate / (1 − beta1ᵗ) · m / (√v / √(1 − beta2ᵗ) + eps)
/// </code>
/// </remarks>
public class Adam : Optimizer
{
    private readonly bool _decoupled;
    private AlignedBuffer? _firstMoment;
    private AlignedBuffer? _secondMoment;
    private AlignedBuffer? _largestSecondMoment;
    private double _firstCorrection;
    private float _secondCorrection;

    /// <summary>Learning rate 0.001, betas 0.9 and 0.999, eps 1e-8, no weight decay.</summary>
    /// <param name="model">The model whose parameters are changed.</param>
    public Adam(IModel model)
        : this(model, decoupled: false)
    {
    }

    /// <param name="model">The model whose parameters are changed.</param>
    /// <param name="decoupled">Whether weight decay acts on the parameters directly, instead of through the gradient.</param>
    private protected Adam(IModel model, bool decoupled)
        : base(model)
    {
        _decoupled = decoupled;
        LearningRate = 1e-3;
    }

    /// <summary>The share of the past in the mean of the gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double Beta1
    {
        get;
        set => field = Require.BelowOne(value, nameof(Beta1));
    } = 0.9;

    /// <summary>The share of the past in the mean of the squared gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double Beta2
    {
        get;
        set => field = Require.BelowOne(value, nameof(Beta2));
    } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double Eps
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(Eps));
    } = 1e-8;

    /// <summary>Whether the largest second moment so far is used (Reddi et al., 2018), so that steps never grow again.</summary>
    public bool AMSGrad { get; set; }

    /// <inheritdoc/>
    protected override bool SupportsGroups => true;

    internal override bool HasMomentum => true;

    internal override double CycledMomentum
    {
        get => Beta1;
        set => Beta1 = value;
    }

    /// <inheritdoc/>
    protected override void BeginStep(long step)
    {
        _firstMoment ??= NewState();
        _secondMoment ??= NewState();
        if (AMSGrad) _largestSecondMoment ??= NewState();
        _firstCorrection = 1 - Math.Pow(Beta1, step);
        _secondCorrection = (float)Math.Sqrt(1 - Math.Pow(Beta2, step));
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
        ref float p = ref MemoryMarshal.GetReference(values);
        ref readonly float gradient = ref MemoryMarshal.GetReference(gradients);
        ref float first = ref MemoryMarshal.GetReference(_firstMoment!.Span.Slice(start, values.Length));
        ref float second = ref MemoryMarshal.GetReference(_secondMoment!.Span.Slice(start, values.Length));
        ref float largest = ref MemoryMarshal.GetReference(AMSGrad ? _largestSecondMoment!.Span.Slice(start, values.Length) : default);

        (double LearningRate, double WeightDecay) rates = RatesAt(start);
        var rule = new GradientRule<V>(Maximize, _decoupled ? 0 : rates.WeightDecay);
        V shrink = V.Create((float)(_decoupled ? 1 - rates.LearningRate * rates.WeightDecay : 1)), stepSize = V.Create((float)(rates.LearningRate / _firstCorrection));
        V firstShare = V.Create((float)(1 - Beta1)), secondPast = V.Create((float)Beta2), secondShare = V.Create((float)(1 - Beta2));
        V correction = V.Create(_secondCorrection), eps = V.Create((float)Eps);
        bool keepsLargest = AMSGrad;
        for (int i = 0; i < values.Length; i += V.Count)
        {
            V value = V.Load(in p, i), m = V.Load(in first, i);
            V g = rule.Apply(V.Load(in gradient, i), value);
            m = Lanes.WithoutDenormals(m + firstShare * (g - m));
            m.Store(ref first, i);
            V v = Lanes.WithoutDenormals(secondPast * V.Load(in second, i) + secondShare * (g * g));
            v.Store(ref second, i);
            if (keepsLargest)
            {
                v = V.Max(V.Load(in largest, i), v);
                v.Store(ref largest, i);
            }
            Lanes.WithoutDenormals(shrink * value - stepSize * (m / (V.Sqrt(v) / correction + eps))).Store(ref p, i);
        }
    }
}
