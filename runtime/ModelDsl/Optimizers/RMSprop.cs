using System.Numerics;

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
        Span<Vector<float>> p = VectorSpan.Of(values);
        ReadOnlySpan<Vector<float>> gradient = VectorSpan.Of(gradients);
        Span<Vector<float>> square = VectorSpan.Of(_square!, start, values.Length);
        Span<Vector<float>> mean = Centered ? VectorSpan.Of(_mean!, start, values.Length) : [];
        Span<Vector<float>> m = Momentum > 0 ? VectorSpan.Of(_momentum!, start, values.Length) : [];

        var rule = new GradientRule(Maximize, WeightDecay);
        var rate = new Vector<float>((float)LearningRate);
        var past = new Vector<float>((float)Alpha);
        var share = new Vector<float>((float)(1 - Alpha));
        var eps = new Vector<float>((float)Eps);
        var momentum = new Vector<float>((float)Momentum);
        for (int i = 0; i < p.Length; i++)
        {
            Vector<float> g = rule.Apply(gradient[i], p[i]);
            square[i] = past * square[i] + share * (g * g);
            Vector<float> spread = square[i];
            if (!mean.IsEmpty)
            {
                mean[i] += share * (g - mean[i]);
                spread = Vector.Max(spread - mean[i] * mean[i], Vector<float>.Zero);
            }
            Vector<float> step = g / (Vector.SquareRoot(spread) + eps);
            if (!m.IsEmpty) m[i] = step = momentum * m[i] + step;
            p[i] -= rate * step;
        }
        if (Eps == 0) PaddingCleaner.Clear(Model.Parameters, values, start);
    }
}
