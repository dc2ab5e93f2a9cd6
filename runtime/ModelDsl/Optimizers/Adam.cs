using System.Numerics;

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
    private float _stepSize;
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
        _stepSize = (float)(LearningRate / (1 - Math.Pow(Beta1, step)));
        _secondCorrection = (float)Math.Sqrt(1 - Math.Pow(Beta2, step));
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
    {
        Span<Vector<float>> p = VectorSpan.Of(values);
        ReadOnlySpan<Vector<float>> gradient = VectorSpan.Of(gradients);
        Span<Vector<float>> m = VectorSpan.Of(_firstMoment!, start, values.Length);
        Span<Vector<float>> v = VectorSpan.Of(_secondMoment!, start, values.Length);
        Span<Vector<float>> largest = AMSGrad ? VectorSpan.Of(_largestSecondMoment!, start, values.Length) : v;

        var rule = new GradientRule(Maximize, _decoupled ? 0 : WeightDecay);
        var shrink = new Vector<float>((float)(_decoupled ? 1 - LearningRate * WeightDecay : 1));
        var firstShare = new Vector<float>((float)(1 - Beta1));
        var secondPast = new Vector<float>((float)Beta2);
        var secondShare = new Vector<float>((float)(1 - Beta2));
        var correction = new Vector<float>(_secondCorrection);
        var eps = new Vector<float>((float)Eps);
        var stepSize = new Vector<float>(_stepSize);
        for (int i = 0; i < p.Length; i++)
        {
            Vector<float> g = rule.Apply(gradient[i], p[i]);
            m[i] += firstShare * (g - m[i]);
            v[i] = secondPast * v[i] + secondShare * (g * g);

            // Without AMSGrad, largest is v itself and this changes nothing.
            largest[i] = Vector.Max(largest[i], v[i]);
            Vector<float> scale = Vector.SquareRoot(largest[i]) / correction + eps;
            p[i] = shrink * p[i] - stepSize * (m[i] / scale);
        }
        if (Eps == 0) PaddingCleaner.Clear(Model.Parameters, values, start);
    }
}
