using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Batch normalisation of pictures channels last: y = (x − mean) · scale + shift for each channel, with scale = weight / √(variance + eps)
/// and shift = bias. Each piece of the batch leaves mean and sum of squared deviations (two passes, in cache), which are merged in order
/// and in double (Chan, Golub, LeVeque 1979), so the statistics do not depend on the number of workers. The pixel stride is a multiple
/// of 16. The per-channel blocks have as many floats as a pixel; lanes without a channel give zeros. NaN spreads over its channel.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class BatchNorm
{
    /// <summary>What a piece of the batch contributes.</summary>
    /// <param name="x">The samples of the piece.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="partial">Receives two blocks: the mean and Σ (x − mean)² of each channel.</param>
    public static void Statistics(ReadOnlySpan<float> x, PictureLayout layout, int count, Span<float> partial)
    {
        x = x[..(count * layout.SampleStride)];
        partial = partial[..(2 * layout.PixelStride)];
        if (Vector512.IsHardwareAccelerated) Statistics<Lanes512>(x, layout, count, partial);
        else if (Vector256.IsHardwareAccelerated) Statistics<Lanes256>(x, layout, count, partial);
        else Statistics<Lanes128>(x, layout, count, partial);
    }

    /// <summary>Merges what a piece left into the moments of the pieces before it.</summary>
    /// <param name="partial">The two blocks of <see cref="Statistics(ReadOnlySpan{float}, PictureLayout, int, Span{float})"/>.</param>
    /// <param name="pixels">Pixels of the piece.</param>
    /// <param name="pixelsBefore">Pixels merged so far; 0 starts anew.</param>
    /// <param name="moments">Two blocks of doubles, four of floats: mean and sum of squared deviations.</param>
    public static void Merge(ReadOnlySpan<float> partial, long pixels, long pixelsBefore, Span<float> moments)
    {
        int stride = partial.Length / 2;
        Span<double> mean = MemoryMarshal.Cast<float, double>(moments)[..stride];
        Span<double> squares = MemoryMarshal.Cast<float, double>(moments).Slice(stride, stride);
        if (pixelsBefore == 0)
        {
            mean.Clear();
            squares.Clear();
        }
        double share = pixels / (double)(pixelsBefore + pixels);
        for (int c = 0; c < stride; c++)
        {
            double delta = partial[c] - mean[c];
            mean[c] += delta * share;
            squares[c] += partial[stride + c] + delta * delta * pixelsBefore * share;
        }
    }

    /// <summary>Makes the coefficients of a batch from its moments.</summary>
    /// <param name="moments">What <see cref="Merge"/> left.</param>
    /// <param name="pixels">Pixels of the whole batch.</param>
    /// <param name="weight">The weight of each channel; empty for ones.</param>
    /// <param name="bias">The bias of each channel; empty for zeros.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="coefficients">Receives four blocks: mean, 1/√(variance + eps), scale and shift.</param>
    /// <exception cref="InvalidOperationException">The batch has one value for each channel: there is no variance.</exception>
    public static void Finish(
        ReadOnlySpan<float> moments, long pixels, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int channels, float eps, Span<float> coefficients)
    {
        if (pixels == 1)
            throw new InvalidOperationException("Batch normalisation needs more than one value for each channel in training: use a larger batch.");
        int stride = coefficients.Length / 4;
        ReadOnlySpan<double> totals = MemoryMarshal.Cast<float, double>(moments);
        coefficients.Clear();
        for (int c = 0; c < channels; c++) SetChannel(coefficients, c, totals[c], totals[stride + c] / pixels, weight, bias, eps);
    }

    /// <summary>Moves the running statistics towards those of a batch: running += momentum · (batch − running), with the unbiased variance.</summary>
    /// <param name="moments">What <see cref="Merge"/> left.</param>
    /// <param name="pixels">Pixels of the whole batch.</param>
    /// <param name="momentum">The share of the batch.</param>
    /// <param name="runningMean">The running mean of each channel.</param>
    /// <param name="runningVariance">The running variance of each channel.</param>
    /// <param name="batchesTracked">How many batches were seen: one more.</param>
    public static void UpdateRunning(
        ReadOnlySpan<float> moments, long pixels, float momentum, Span<float> runningMean, Span<float> runningVariance, Span<float> batchesTracked)
    {
        ReadOnlySpan<double> totals = MemoryMarshal.Cast<float, double>(moments);
        int stride = totals.Length / 2;
        for (int c = 0; c < runningMean.Length; c++)
        {
            runningMean[c] += (float)(momentum * (totals[c] - runningMean[c]));
            runningVariance[c] += (float)(momentum * (totals[stride + c] / (pixels - 1) - runningVariance[c]));
        }
        batchesTracked[0]++;
    }

    /// <summary>Makes the coefficients of prediction from the running statistics.</summary>
    /// <param name="runningMean">The running mean of each channel.</param>
    /// <param name="runningVariance">The running variance of each channel.</param>
    /// <param name="weight">The weight of each channel; empty for ones.</param>
    /// <param name="bias">The bias of each channel; empty for zeros.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="coefficients">Receives four blocks: mean, 1/√(variance + eps), scale and shift.</param>
    public static void FromRunning(
        ReadOnlySpan<float> runningMean, ReadOnlySpan<float> runningVariance, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float eps, Span<float> coefficients)
    {
        coefficients.Clear();
        for (int c = 0; c < runningMean.Length; c++) SetChannel(coefficients, c, runningMean[c], runningVariance[c], weight, bias, eps);
    }

    /// <summary>y = (x − mean) · scale + shift. The output may be the input where the layouts are equal.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="xLayout">How they lie.</param>
    /// <param name="y">Receives the samples; its border is left alone.</param>
    /// <param name="yLayout">How the output lies.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="coefficients">The four blocks of <see cref="Finish"/> or <see cref="FromRunning"/>.</param>
    /// <param name="clampsAtZero">Whether ReLU is applied.</param>
    public static void Normalize(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, int count, ReadOnlySpan<float> coefficients, bool clampsAtZero = false)
    {
        float least = clampsAtZero ? 0 : float.NegativeInfinity;
        x = x[..(count * xLayout.SampleStride)];
        y = y[..(count * yLayout.SampleStride)];
        coefficients = coefficients[..(4 * xLayout.PixelStride)];
        if (Vector512.IsHardwareAccelerated) Normalize<Lanes512>(x, xLayout, y, yLayout, count, coefficients, least);
        else if (Vector256.IsHardwareAccelerated) Normalize<Lanes256>(x, xLayout, y, yLayout, count, coefficients, least);
        else Normalize<Lanes128>(x, xLayout, y, yLayout, count, coefficients, least);
    }

    private static void SetChannel(
        Span<float> coefficients, int c, double mean, double variance, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float eps)
    {
        int stride = coefficients.Length / 4;
        double inverse = 1 / Math.Sqrt(variance + eps);
        coefficients[c] = (float)mean;
        coefficients[stride + c] = (float)inverse;
        coefficients[2 * stride + c] = (float)(weight.IsEmpty ? inverse : inverse * weight[c]);
        coefficients[3 * stride + c] = bias.IsEmpty ? 0 : bias[c];
    }

    private static void Statistics<V>(ReadOnlySpan<float> x, PictureLayout layout, int count, Span<float> partial)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(partial);
        V pixels = V.Create(count * layout.Height * layout.Width);
        for (int c = 0; c < layout.PixelStride; c += V.Count)
        {
            // From the first pixel on: the mean of equal numbers is then that number, and their variance zero.
            V pivot = V.Load(in from, layout.First + c);
            V mean = pivot + ColumnSums.Of<Deviation<V>, V>(new(pivot), in from, layout, count, c) / pixels;
            mean.Store(ref to, c);
            ColumnSums.Of<SquaredDeviation<V>, V>(new(mean), in from, layout, count, c).Store(ref to, layout.PixelStride + c);
        }
    }

    private static void Normalize<V>(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, int count, ReadOnlySpan<float> coefficients, float least)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        ref readonly float channel = ref MemoryMarshal.GetReference(coefficients);
        int stride = xLayout.PixelStride;
        V lowest = V.Create(least);
        for (int n = 0; n < count; n++)
        {
            for (int row = 0; row < xLayout.Height; row++)
            {
                int start = xLayout.RowStart(n, row), end = start + xLayout.RowLength, shift = yLayout.RowStart(n, row) - start;
                for (int c = 0; c < stride; c += V.Count)
                {
                    V mean = V.Load(in channel, c), scale = V.Load(in channel, 2 * stride + c), offset = V.Load(in channel, 3 * stride + c);
                    for (int at = start + c; at < end; at += stride) V.Max(lowest, V.MultiplyAdd(V.Load(in from, at) - mean, scale, offset)).Store(ref to, at + shift);
                }
            }
        }
    }

    private readonly struct Deviation<V>(V pivot) : IColumnOperator<V>
        where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x) => x - pivot;
    }

    private readonly struct SquaredDeviation<V>(V mean) : IColumnOperator<V>
        where V : struct, ILanes<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x) => (x - mean) * (x - mean);
    }
}
