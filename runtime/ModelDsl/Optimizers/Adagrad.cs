using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelDsl.Kernels;

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
    private double _slowdown;

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
    protected override bool SupportsGroups => true;

    /// <inheritdoc/>
    protected override void BeginStep(long step)
    {
        _sum ??= NewState(InitialAccumulatorValue);
        _slowdown = 1 + (step - 1) * LearningRateDecay;
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
        ref float sum = ref MemoryMarshal.GetReference(_sum!.Span.Slice(start, values.Length));
        (double LearningRate, double WeightDecay) rates = RatesAt(start);
        var rule = new GradientRule<V>(Maximize, rates.WeightDecay);
        V rate = V.Create((float)(rates.LearningRate / _slowdown)), eps = V.Create((float)Eps);
        for (int i = 0; i < values.Length; i += V.Count)
        {
            V value = V.Load(in p, i);
            V g = rule.Apply(V.Load(in gradient, i), value);
            V total = V.Load(in sum, i) + g * g;
            total.Store(ref sum, i);
            Lanes.WithoutDenormals(value - rate * (g / (V.Sqrt(total) + eps))).Store(ref p, i);
        }
    }
}
