using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>
/// The gradient, with x̂ = (x − mean) / √(variance + eps) and N pixels in the batch:
/// dx = scale · (dy − Σdy/N − x̂ · Σ(dy·x̂)/N), dweight = Σ dy·x̂, dbias = Σ dy.
/// </content>
public static partial class BatchNorm
{
    /// <summary>The sums of a piece of the batch.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dyLayout">How it lies.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="coefficients">The four blocks of <see cref="Finish"/>.</param>
    /// <param name="partial">Receives two blocks: Σ dy and Σ dy·x̂ of each channel.</param>
    /// <param name="clampsAtZero">Whether ReLU followed: dy is that of its output, and counts where the normalised x is greater than zero.</param>
    public static void GradientSums(
        ReadOnlySpan<float> dy, PictureLayout dyLayout, ReadOnlySpan<float> x, PictureLayout xLayout, int count, ReadOnlySpan<float> coefficients, Span<float> partial,
        bool clampsAtZero = false)
    {
        float least = LeastThatCounts(clampsAtZero);
        dy = dy[..(count * dyLayout.SampleStride)];
        x = x[..(count * xLayout.SampleStride)];
        coefficients = coefficients[..(4 * xLayout.PixelStride)];
        partial = partial[..(2 * xLayout.PixelStride)];
        if (Vector512.IsHardwareAccelerated) GradientSums<Lanes512>(dy, dyLayout, x, xLayout, count, coefficients, partial, least);
        else if (Vector256.IsHardwareAccelerated) GradientSums<Lanes256>(dy, dyLayout, x, xLayout, count, coefficients, partial, least);
        else GradientSums<Lanes128>(dy, dyLayout, x, xLayout, count, coefficients, partial, least);
    }

    /// <summary>Makes the factors of <see cref="InputGradient"/> from the sums over the batch.</summary>
    /// <param name="sums">Two blocks of doubles: the partial sums of all pieces, added by <see cref="Reductions.Accumulate"/>.</param>
    /// <param name="pixels">Pixels of the whole batch.</param>
    /// <param name="coefficients">The four blocks of <see cref="Finish"/>.</param>
    /// <param name="factors">Receives two blocks: −scale · Σ(dy·x̂)/N / √(variance + eps), the factor of x − mean, and −scale · Σdy/N.</param>
    public static void GradientFactors(ReadOnlySpan<float> sums, long pixels, ReadOnlySpan<float> coefficients, Span<float> factors)
    {
        int stride = coefficients.Length / 4;
        ReadOnlySpan<double> totals = MemoryMarshal.Cast<float, double>(sums);
        for (int c = 0; c < stride; c++)
        {
            double scale = coefficients[2 * stride + c];
            factors[c] = (float)(-scale * coefficients[stride + c] * totals[stride + c] / pixels);
            factors[stride + c] = (float)(-scale * totals[c] / pixels);
        }
    }

    /// <summary>dx = scale · dy + factor · (x − mean) + constant. The output may be dy where the layouts are equal.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dyLayout">How it lies.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="dx">Receives the gradient of the input; its border is left alone.</param>
    /// <param name="dxLayout">How it lies.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="coefficients">The four blocks of <see cref="Finish"/>.</param>
    /// <param name="factors">The two blocks of <see cref="GradientFactors"/>.</param>
    /// <param name="clampsAtZero">Whether ReLU followed: dy is that of its output, and counts where the normalised x is greater than zero.</param>
    public static void InputGradient(
        ReadOnlySpan<float> dy, PictureLayout dyLayout, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> dx, PictureLayout dxLayout,
        int count, ReadOnlySpan<float> coefficients, ReadOnlySpan<float> factors, bool clampsAtZero = false)
    {
        float least = LeastThatCounts(clampsAtZero);
        dy = dy[..(count * dyLayout.SampleStride)];
        x = x[..(count * xLayout.SampleStride)];
        dx = dx[..(count * dxLayout.SampleStride)];
        coefficients = coefficients[..(4 * xLayout.PixelStride)];
        factors = factors[..(2 * xLayout.PixelStride)];
        if (Vector512.IsHardwareAccelerated) InputGradient<Lanes512>(dy, dyLayout, x, xLayout, dx, dxLayout, count, coefficients, factors, least);
        else if (Vector256.IsHardwareAccelerated) InputGradient<Lanes256>(dy, dyLayout, x, xLayout, dx, dxLayout, count, coefficients, factors, least);
        else InputGradient<Lanes128>(dy, dyLayout, x, xLayout, dx, dxLayout, count, coefficients, factors, least);
    }

    private static void GradientSums<V>(
        ReadOnlySpan<float> dy, PictureLayout dyLayout, ReadOnlySpan<float> x, PictureLayout xLayout, int count, ReadOnlySpan<float> coefficients, Span<float> partial, float least)
        where V : struct, ILanes<V>
    {
        ref readonly float fromDy = ref MemoryMarshal.GetReference(dy);
        ref readonly float fromX = ref MemoryMarshal.GetReference(x);
        ref readonly float channel = ref MemoryMarshal.GetReference(coefficients);
        ref float to = ref MemoryMarshal.GetReference(partial);
        int stride = xLayout.PixelStride;
        V lowest = V.Create(least);
        for (int c = 0; c < stride; c += V.Count)
        {
            // Rows, samples and the whole have sums of their own, so that the rounding error stays small.
            V mean = V.Load(in channel, c), scale = V.Load(in channel, 2 * stride + c), offset = V.Load(in channel, 3 * stride + c);
            V sum = V.Create(0), product = sum;
            for (int n = 0; n < count; n++)
            {
                V sumOfSample = V.Create(0), productOfSample = sumOfSample;
                for (int row = 0; row < xLayout.Height; row++)
                {
                    V sumOfRow = V.Create(0), productOfRow = sumOfRow;
                    int start = xLayout.RowStart(n, row), end = start + xLayout.RowLength, toDy = dyLayout.RowStart(n, row) - start;
                    for (int at = start + c; at < end; at += stride)
                    {
                        V deviation = V.Load(in fromX, at) - mean;
                        V gradient = Counting(V.Load(in fromDy, at + toDy), V.MultiplyAdd(deviation, scale, offset), lowest);
                        sumOfRow += gradient;
                        productOfRow = V.MultiplyAdd(deviation, gradient, productOfRow);
                    }
                    sumOfSample += sumOfRow;
                    productOfSample += productOfRow;
                }
                sum += sumOfSample;
                product += productOfSample;
            }
            sum.Store(ref to, c);
            (product * V.Load(in channel, stride + c)).Store(ref to, stride + c);
        }
    }

    private static void InputGradient<V>(
        ReadOnlySpan<float> dy, PictureLayout dyLayout, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> dx, PictureLayout dxLayout,
        int count, ReadOnlySpan<float> coefficients, ReadOnlySpan<float> factors, float least)
        where V : struct, ILanes<V>
    {
        ref readonly float fromDy = ref MemoryMarshal.GetReference(dy);
        ref readonly float fromX = ref MemoryMarshal.GetReference(x);
        ref readonly float channel = ref MemoryMarshal.GetReference(coefficients);
        ref readonly float factor = ref MemoryMarshal.GetReference(factors);
        ref float to = ref MemoryMarshal.GetReference(dx);
        int stride = xLayout.PixelStride;
        V lowest = V.Create(least);
        for (int n = 0; n < count; n++)
        {
            for (int row = 0; row < xLayout.Height; row++)
            {
                int start = xLayout.RowStart(n, row), end = start + xLayout.RowLength;
                int toDy = dyLayout.RowStart(n, row) - start, toDx = dxLayout.RowStart(n, row) - start;
                for (int c = 0; c < stride; c += V.Count)
                {
                    V mean = V.Load(in channel, c), scale = V.Load(in channel, 2 * stride + c), offset = V.Load(in channel, 3 * stride + c);
                    V slope = V.Load(in factor, c), constant = V.Load(in factor, stride + c);
                    for (int at = start + c; at < end; at += stride)
                    {
                        V deviation = V.Load(in fromX, at) - mean;
                        V gradient = Counting(V.Load(in fromDy, at + toDy), V.MultiplyAdd(deviation, scale, offset), lowest);
                        V.MultiplyAdd(deviation, slope, V.MultiplyAdd(gradient, scale, constant)).Store(ref to, at + toDx);
                    }
                }
            }
        }
    }

    /// <summary>Nothing is less than or equal to NaN: every gradient counts.</summary>
    private static float LeastThatCounts(bool clampsAtZero) => clampsAtZero ? 0 : float.NaN;

    /// <summary>The gradient, or zero where ReLU had no more than its input <paramref name="y"/>, which the forward pass computed alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Counting<V>(V gradient, V y, V least)
        where V : struct, ILanes<V>
        => V.Select(V.LessOrEqual(y, least), V.Create(0), gradient);
}
