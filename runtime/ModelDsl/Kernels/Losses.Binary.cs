using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>Binary cross-entropy, weighted by column.</content>
public static partial class Losses
{
    /// <summary>A loss of single values with a weight p of positive targets.</summary>
    private interface IBinaryLoss
    {
        V Value<V>(V x, V t, V p)
            where V : struct, ILanes<V>;

        /// <summary>The derivative of the value with respect to x.</summary>
        V Gradient<V>(V x, V t, V p)
            where V : struct, ILanes<V>;
    }

    /// <summary>
    /// Σ −w · (t · max(ln x, −100) + (1 − t) · max(ln(1 − x), −100)); gradient w · (x − t) / max(x · (1 − x), 10⁻¹²).
    /// </summary>
    /// <inheritdoc cref="MSE"/>
    /// <param name="weight">One weight w for each column; empty for ones.</param>
#pragma warning disable CS1573 // the other parameters' documentation is inherited
    public static double BCE(
        ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale, ReadOnlySpan<float> weight = default)
#pragma warning restore CS1573
        => RunBinary(default(ProbabilityLoss), x, targets, gradient, columns, stride, scale, weight, default);

    /// <summary>
    /// Σ −w · (p · t · ln σ(x) + (1 − t) · ln(1 − σ(x))), computed as w · ((1 − t) · x + (1 + (p − 1) · t) · (ln(1 + e^−|x|) + max(−x, 0)));
    /// gradient w · ((p · t + 1 − t) · σ(x) − p · t).
    /// </summary>
    /// <inheritdoc cref="BCE"/>
    /// <param name="positiveWeight">The weight p of positive targets for each column; empty for ones.</param>
#pragma warning disable CS1573 // the other parameters' documentation is inherited
    public static double BCEWithLogits(
        ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale,
        ReadOnlySpan<float> weight = default, ReadOnlySpan<float> positiveWeight = default)
#pragma warning restore CS1573
        => RunBinary(default(LogitLoss), x, targets, gradient, columns, stride, scale, weight, positiveWeight);

    private static double RunBinary<TLoss>(
        TLoss loss, ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale,
        ReadOnlySpan<float> weight, ReadOnlySpan<float> positiveWeight)
        where TLoss : struct, IBinaryLoss
    {
        double sum = 0;
        for (int row = 0; row < targets.Length / columns; row++)
        {
            ReadOnlySpan<float> xRow = x.Slice(row * stride, columns), targetRow = targets.Slice(row * columns, columns);
            Span<float> gradientRow = gradient.IsEmpty ? default : gradient.Slice(row * stride, columns);
            sum += Vector512.IsHardwareAccelerated ? Row<TLoss, Lanes512>(loss, xRow, targetRow, gradientRow, scale, weight, positiveWeight)
                : Vector256.IsHardwareAccelerated ? Row<TLoss, Lanes256>(loss, xRow, targetRow, gradientRow, scale, weight, positiveWeight)
                : Row<TLoss, Lanes128>(loss, xRow, targetRow, gradientRow, scale, weight, positiveWeight);
            if (!gradient.IsEmpty) gradient.Slice(row * stride + columns, stride - columns).Clear();
        }
        return sum;
    }

    private static double Row<TLoss, V>(
        TLoss loss, ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, float scale, ReadOnlySpan<float> weight, ReadOnlySpan<float> positiveWeight)
        where TLoss : struct, IBinaryLoss
        where V : struct, ILanes<V>
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i += V.Count)
        {
            int lanes = x.Length - i;
            V xs = Load(x, i, lanes), ts = Load(targets, i, lanes);
            V ws = weight.IsEmpty ? V.Create(1) : Load(weight, i, lanes);
            V ps = positiveWeight.IsEmpty ? V.Create(1) : Load(positiveWeight, i, lanes);
            V value = ws * loss.Value(xs, ts, ps);
            sum += (lanes >= V.Count ? value : Lanes.First(value, lanes)).Sum();
            if (!gradient.IsEmpty)
                Lanes.StoreUpTo(V.Create(scale) * ws * loss.Gradient(xs, ts, ps), ref MemoryMarshal.GetReference(gradient), i, lanes);
        }
        return sum;

        static V Load(ReadOnlySpan<float> values, int i, int lanes) => Lanes.LoadUpTo<V>(in MemoryMarshal.GetReference(values), i, lanes);
    }

    private readonly struct ProbabilityLoss : IBinaryLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V x, V t, V p)
            where V : struct, ILanes<V>
        {
            V floor = V.Create(-100);
            V positive = V.Max(floor, Functions.Log(x)), negative = V.Max(floor, Functions.Log1p(V.Create(0) - x));
            return (t - V.Create(1)) * negative - t * positive;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Gradient<V>(V x, V t, V p)
            where V : struct, ILanes<V>
            => (x - t) / V.Max(V.Create(1e-12f), x * (V.Create(1) - x));
    }

    private readonly struct LogitLoss : IBinaryLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value<V>(V x, V t, V p)
            where V : struct, ILanes<V>
        {
            V zero = V.Create(0), one = V.Create(1);
            V soft = Functions.Log1p(Functions.Exp(zero - V.Abs(x))) + V.Max(zero, zero - x);
            return V.MultiplyAdd(one - t, x, V.MultiplyAdd(p - one, t, one) * soft);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Gradient<V>(V x, V t, V p)
            where V : struct, ILanes<V>
            => V.MultiplyAdd(V.MultiplyAdd(p, t, V.Create(1) - t), Functions.Sigmoid(x), V.Create(0) - p * t);
    }
}
