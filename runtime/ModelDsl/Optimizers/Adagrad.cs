using System.Numerics;

namespace ModelDsl;

/// <summary>Adagrad (Duchi et al., 2011), as <c>torch.optim.Adagrad</c>: steps scaled by all gradients so far.</summary>
/// <remarks>
/// <code>
/// g = gradient + weightDecay · p
/// s = s + g²
/// p = p − learningRate / (1 + (t − 1) · learningRateDecay) · g / (√s + eps)
/// </code>
/// </remarks>
public sealed class Adagrad : Optimizer
{
    private AlignedBuffer? _sum;
    private float _rate;

    /// <summary>Learning rate 0.01, eps 1e-10, no decays.</summary>
    /// <param name="model">The model whose parameters are changed.</param>
    public Adagrad(IModel model)
        : base(model) => LearningRate = 1e-2;

    /// <summary>How fast the learning rate falls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRateDecay
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(LearningRateDecay));
    }

    /// <summary>Where the sum of squares starts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double InitialAccumulatorValue
    {
        get;
        init => field = Require.AtLeastZero(value, nameof(InitialAccumulatorValue));
    }

    /// <summary>Added to the root of the sum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double Eps
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(Eps));
    } = 1e-10;

    /// <inheritdoc/>
    protected override void BeginStep(long step)
    {
        _sum ??= NewState(InitialAccumulatorValue);
        _rate = (float)(LearningRate / (1 + (step - 1) * LearningRateDecay));
    }

    /// <inheritdoc/>
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
    {
        Span<Vector<float>> p = VectorSpan.Of(values);
        ReadOnlySpan<Vector<float>> gradient = VectorSpan.Of(gradients);
        Span<Vector<float>> sum = VectorSpan.Of(_sum!, start, values.Length);
        var rule = new GradientRule(Maximize, WeightDecay);
        var rate = new Vector<float>(_rate);
        var eps = new Vector<float>((float)Eps);
        for (int i = 0; i < p.Length; i++)
        {
            Vector<float> g = rule.Apply(gradient[i], p[i]);
            sum[i] += g * g;
            p[i] -= rate * (g / (Vector.SquareRoot(sum[i]) + eps));
        }
        if (Eps == 0) PaddingCleaner.Clear(Model.Parameters, values, start);
    }
}
