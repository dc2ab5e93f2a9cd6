using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>
/// Layer normalisation along rows: y = (x − mean) / √(variance + eps) · weight + bias, with the biased variance, in two passes.
/// Rows may be of any length; zeros are written behind them up to the stride. Relative error of the normalised values ≤ 10⁻⁶; where a row is nearly
/// constant, 6·10⁻⁸ · |mean| / √(variance + eps) besides, for the mean is rounded to a float.
/// A NaN or infinity makes its whole row NaN.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayerNorm
{
    /// <summary>Normalises rows. The output may be the input.</summary>
    /// <param name="x">Rows, <paramref name="stride"/> floats apart.</param>
    /// <param name="y">Receives as many rows.</param>
    /// <param name="weight">One factor for each value of a row; empty for ones.</param>
    /// <param name="bias">One summand for each value of a row; empty for zeros.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="eps">Added to the variance.</param>
    public static void Rows(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int channels, int stride, float eps)
    {
        for (int row = 0; row + stride <= x.Length; row += stride)
        {
            ReadOnlySpan<float> from = x.Slice(row, channels);
            Span<float> to = y.Slice(row, channels);
            (float mean, float inverse) = Statistics(from, eps);
            Map.Run(new NormalizeOperator(mean, inverse), from, to);
            if (!weight.IsEmpty) Elementwise.Multiply(to, weight[..channels], to);
            if (!bias.IsEmpty) Elementwise.Add(to, bias[..channels], to);
            y.Slice(row + channels, stride - channels).Clear();
        }
    }

    /// <summary>
    /// With g = dy · weight and x̂ the normalised row: dx = (g − mean(g) − x̂ · mean(g · x̂)) / √(variance + eps), and adds
    /// dy · x̂ to the gradient of the weight, dy to that of the bias. The gradient of the input may be dy.
    /// </summary>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="weight">One factor for each value of a row; empty for ones.</param>
    /// <param name="dx">Receives the gradient of the input.</param>
    /// <param name="weightGradient">Added to; empty if nobody asks.</param>
    /// <param name="biasGradient">Added to; empty if nobody asks.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="eps">Added to the variance.</param>
    public static void RowsGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> weight, Span<float> dx,
        Span<float> weightGradient, Span<float> biasGradient, int channels, int stride, float eps)
    {
        for (int row = 0; row + stride <= x.Length; row += stride)
        {
            ReadOnlySpan<float> from = x.Slice(row, channels), gradient = dy.Slice(row, channels);
            Span<float> to = dx.Slice(row, channels);
            (float mean, float inverse) = Statistics(from, eps);
            if (!biasGradient.IsEmpty) Elementwise.Add(biasGradient[..channels], gradient, biasGradient[..channels]);
            if (!weightGradient.IsEmpty) Map.Run(new WeightGradientOperator(mean, inverse), from, gradient, weightGradient[..channels], weightGradient[..channels]);

            if (weight.IsEmpty) gradient.CopyTo(to);
            else Elementwise.Multiply(gradient, weight[..channels], to);
            double sum = Fold.Sum(default(Softmax.IdentityOperator), to);
            double product = Fold.Sum(new CenteredProductOperator(mean), from, to) * inverse;
            Map.Run(new GradientOperator(mean, inverse, (float)(sum / channels), (float)(product / channels)), from, to, to);
            dx.Slice(row + channels, stride - channels).Clear();
        }
    }

    private static (float Mean, float Inverse) Statistics(ReadOnlySpan<float> x, float eps)
    {
        float mean = (float)(Fold.Sum(default(Softmax.IdentityOperator), x) / x.Length);
        double variance = Fold.Sum(new SquaredDeviationOperator(mean), x) / x.Length;
        return (mean, (float)(1 / Math.Sqrt(variance + eps)));
    }

    private readonly struct SquaredDeviationOperator(float mean) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => (x - V.Create(mean)) * (x - V.Create(mean));
    }

    private readonly struct NormalizeOperator(float mean, float inverse) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => (x - V.Create(mean)) * V.Create(inverse);
    }

    private readonly struct CenteredProductOperator(float mean) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V g)
            where V : struct, ILanes<V>
            => (x - V.Create(mean)) * g;
    }

    private readonly struct WeightGradientOperator(float mean, float inverse) : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy, V sum)
            where V : struct, ILanes<V>
            => V.MultiplyAdd((x - V.Create(mean)) * V.Create(inverse), dy, sum);
    }

    private readonly struct GradientOperator(float mean, float inverse, float meanOfG, float meanOfProduct) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V g)
            where V : struct, ILanes<V>
        {
            V normalized = (x - V.Create(mean)) * V.Create(inverse);
            return (g - V.Create(meanOfG) - normalized * V.Create(meanOfProduct)) * V.Create(inverse);
        }
    }
}
