using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Convolution of each channel by itself, pictures channels last: y[i, j, c] = bias[c] + Σ over taps of x[i·s + u·d − p, j·s + v·d − p, c] · w[u, v, c].
/// What lies outside the picture counts as zero. Vectors run over the channels, so a pixel costs as many multiply-adds as there are taps.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DepthwiseConv2d
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="xLayout">How they lie; the pixel stride is a multiple of 16.</param>
    /// <param name="weight">[tap][pixel stride].</param>
    /// <param name="bias">The biases, zeros behind them up to the pixel stride; empty for none.</param>
    /// <param name="y">Receives the outputs; its border is left alone.</param>
    /// <param name="yLayout">How the output lies.</param>
    /// <param name="window">The kernel.</param>
    /// <param name="count">How many samples.</param>
    public static void Forward(
        ReadOnlySpan<float> x, PictureLayout xLayout, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> y, PictureLayout yLayout, PoolingWindow window, int count)
    {
        Check(xLayout, yLayout, weight, window);
        x = x[..(count * xLayout.SampleStride)];
        y = y[..(count * yLayout.SampleStride)];
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(x, xLayout, weight, bias, y, yLayout, window, count);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(x, xLayout, weight, bias, y, yLayout, window, count);
        else Forward<Lanes128>(x, xLayout, weight, bias, y, yLayout, window, count);
    }

    /// <summary>dx = Σ of dy · w over the outputs that see x.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="weight">[tap][pixel stride].</param>
    /// <param name="dx">Receives the gradient of the input; its border becomes zero.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="window">The kernel.</param>
    /// <param name="count">How many samples.</param>
    public static void InputGradient(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> weight, Span<float> dx, PictureLayout xLayout, PoolingWindow window, int count)
    {
        Check(xLayout, yLayout, weight, window);
        dy = dy[..(count * yLayout.SampleStride)];
        dx = dx[..(count * xLayout.SampleStride)];
        dx.Clear();
        if (Vector512.IsHardwareAccelerated) InputGradient<Lanes512>(dy, yLayout, weight, dx, xLayout, window, count);
        else if (Vector256.IsHardwareAccelerated) InputGradient<Lanes256>(dy, yLayout, weight, dx, xLayout, window, count);
        else InputGradient<Lanes128>(dy, yLayout, weight, dx, xLayout, window, count);
    }

    /// <summary>sums[u, v, c] += Σ over samples and pixels of x at the tap · dy.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="xLayout">How they lie.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="sums">[tap][pixel stride].</param>
    /// <param name="window">The kernel.</param>
    /// <param name="count">How many samples.</param>
    public static void WeightGradient(
        ReadOnlySpan<float> x, PictureLayout xLayout, ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> sums, PoolingWindow window, int count)
    {
        Check(xLayout, yLayout, sums, window);
        x = x[..(count * xLayout.SampleStride)];
        dy = dy[..(count * yLayout.SampleStride)];
        if (Vector512.IsHardwareAccelerated) WeightGradient<Lanes512>(x, xLayout, dy, yLayout, sums, window, count);
        else if (Vector256.IsHardwareAccelerated) WeightGradient<Lanes256>(x, xLayout, dy, yLayout, sums, window, count);
        else WeightGradient<Lanes128>(x, xLayout, dy, yLayout, sums, window, count);
    }

    private static void Check(PictureLayout xLayout, PictureLayout yLayout, ReadOnlySpan<float> weight, PoolingWindow window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(yLayout.PixelStride, xLayout.PixelStride);
        ArgumentOutOfRangeException.ThrowIfLessThan(weight.Length, window.Rows.Kernel * window.Columns.Kernel * xLayout.PixelStride);
    }

    private static void Forward<V>(
        ReadOnlySpan<float> x, PictureLayout xLayout, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> y, PictureLayout yLayout, PoolingWindow window, int count)
        where V : struct, ILanes<V>
    {
        PoolingAxis rows = window.Rows;
        int stride = xLayout.PixelStride, taps = window.Columns.Kernel;
        TapRange* ranges = stackalloc TapRange[taps];
        TapRange.Fill(ranges, window.Columns, xLayout.Width, yLayout.Width);
        fixed (float* from = x, to = y, weights = weight, biases = bias)
        {
            for (int n = 0; n < count; n++)
            {
                for (int c = 0; c < stride; c += V.Count)
                {
                    V start = bias.IsEmpty ? V.Create(0) : V.Load(in *biases, c);
                    for (int i = 0; i < yLayout.Height; i++)
                    {
                        int top = rows.Start(i), end = rows.EndTap(top, xLayout.Height);
                        float* target = to + yLayout.RowStart(n, i) + c;
                        for (int j = 0; j < yLayout.Width; j++) start.Store(ref *target, j * stride);
                        for (int u = rows.FirstTap(top); u < end; u++)
                        {
                            float* source = from + xLayout.RowStart(n, top + u * rows.Dilation) + c, weightsOfRow = weights + u * taps * stride + c;
                            int v = 0;
                            for (; v <= taps - 3; v += 3)
                            {
                                TapRange all = TapRange.OfAll(ranges + v);
                                AddThree<V>(
                                    target + all.First * stride, stride, source + ranges[v].Input(all.First) * stride, ranges[v].Stride * stride, window.Columns.Dilation * stride,
                                    weightsOfRow + v * stride, stride, all.Count);
                                for (int tap = v; tap < v + 3; tap++)
                                {
                                    AddOne<V>(target, source, weightsOfRow + tap * stride, ranges[tap], ranges[tap].First, all.First, stride);
                                    AddOne<V>(target, source, weightsOfRow + tap * stride, ranges[tap], Math.Max(all.End, ranges[tap].First), ranges[tap].End, stride);
                                }
                            }
                            for (; v < taps; v++) AddOne<V>(target, source, weightsOfRow + v * stride, ranges[v], ranges[v].First, ranges[v].End, stride);
                        }
                    }
                }
            }
        }
    }

    private static void InputGradient<V>(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> weight, Span<float> dx, PictureLayout xLayout, PoolingWindow window, int count)
        where V : struct, ILanes<V>
    {
        PoolingAxis rows = window.Rows;
        int stride = xLayout.PixelStride, taps = window.Columns.Kernel, apart = window.Columns.Dilation;
        TapRange* ranges = stackalloc TapRange[taps];
        TapRange.Fill(ranges, window.Columns, xLayout.Width, yLayout.Width);
        fixed (float* from = dy, to = dx, weights = weight)
        {
            for (int n = 0; n < count; n++)
            {
                for (int c = 0; c < stride; c += V.Count)
                {
                    for (int i = 0; i < yLayout.Height; i++)
                    {
                        int top = rows.Start(i), end = rows.EndTap(top, xLayout.Height);
                        float* source = from + yLayout.RowStart(n, i) + c;
                        for (int u = rows.FirstTap(top); u < end; u++)
                        {
                            float* target = to + xLayout.RowStart(n, top + u * rows.Dilation) + c, weightsOfRow = weights + u * taps * stride + c;
                            int v = 0;
                            // Inputs whose neighbours all exist take three taps at once.
                            for (; ranges->Stride == 1 && v <= taps - 3; v += 3)
                            {
                                int first = ranges[v + 2].Input(ranges[v + 2].First), last = ranges[v].Input(ranges[v].End - 1);
                                if (last < first || ranges[v].Count == 0 || ranges[v + 2].Count == 0) break;
                                AddThree<V>(
                                    target + first * stride, stride, source + ranges[v].Output(first) * stride, stride, -apart * stride, weightsOfRow + v * stride, stride, last + 1 - first);
                                for (int tap = v; tap < v + 3; tap++)
                                {
                                    SpreadOne<V>(target, source, weightsOfRow + tap * stride, ranges[tap], ranges[tap].First, ranges[tap].Output(first), stride);
                                    SpreadOne<V>(target, source, weightsOfRow + tap * stride, ranges[tap], ranges[tap].Output(last) + 1, ranges[tap].End, stride);
                                }
                            }
                            for (; v < taps; v++) SpreadOne<V>(target, source, weightsOfRow + v * stride, ranges[v], ranges[v].First, ranges[v].End, stride);
                        }
                    }
                }
            }
        }
    }

    private static void WeightGradient<V>(
        ReadOnlySpan<float> x, PictureLayout xLayout, ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> sums, PoolingWindow window, int count)
        where V : struct, ILanes<V>
    {
        PoolingAxis rows = window.Rows;
        int stride = xLayout.PixelStride, taps = window.Columns.Kernel;
        TapRange* ranges = stackalloc TapRange[taps];
        TapRange.Fill(ranges, window.Columns, xLayout.Width, yLayout.Width);
        fixed (float* from = x, by = dy, to = sums)
        {
            for (int n = 0; n < count; n++)
            {
                for (int c = 0; c < stride; c += V.Count)
                {
                    for (int i = 0; i < yLayout.Height; i++)
                    {
                        int top = rows.Start(i), end = rows.EndTap(top, xLayout.Height);
                        float* gradient = by + yLayout.RowStart(n, i) + c;
                        for (int u = rows.FirstTap(top); u < end; u++)
                        {
                            // The row is summed by itself first: short sums round less.
                            float* source = from + xLayout.RowStart(n, top + u * rows.Dilation) + c, target = to + u * taps * stride + c;
                            int v = 0;
                            for (; v <= taps - 3; v += 3)
                            {
                                TapRange all = TapRange.OfAll(ranges + v);
                                SumThree<V>(
                                    gradient + all.First * stride, stride, source + ranges[v].Input(all.First) * stride, ranges[v].Stride * stride, window.Columns.Dilation * stride,
                                    target + v * stride, all.Count);
                                for (int tap = v; tap < v + 3; tap++)
                                {
                                    SumOne<V>(gradient, source, target + tap * stride, ranges[tap], ranges[tap].First, all.First, stride);
                                    SumOne<V>(gradient, source, target + tap * stride, ranges[tap], Math.Max(all.End, ranges[tap].First), ranges[tap].End, stride);
                                }
                            }
                            for (; v < taps; v++) SumOne<V>(gradient, source, target + v * stride, ranges[v], ranges[v].First, ranges[v].End, stride);
                        }
                    }
                }
            }
        }
    }

    /// <summary>target[i] += Σ over three taps of source[i] at the tap · weight.</summary>
    private static void AddThree<V>(float* target, int targetStep, float* source, int sourceStep, int apart, float* weight, int weightStep, int count)
        where V : struct, ILanes<V>
    {
        V w0 = V.Load(in *weight, 0), w1 = V.Load(in *weight, weightStep), w2 = V.Load(in *weight, 2 * weightStep);
        for (int i = 0; i < count; i++, target += targetStep, source += sourceStep)
        {
            V sum = V.MultiplyAdd(V.Load(in *source, 0), w0, V.Load(in *target, 0));
            sum = V.MultiplyAdd(V.Load(in *source, apart), w1, sum);
            V.MultiplyAdd(V.Load(in *source, 2 * apart), w2, sum).Store(ref *target, 0);
        }
    }

    /// <summary>target[j] += source at the tap · weight, for some outputs j.</summary>
    private static void AddOne<V>(float* target, float* source, float* weight, TapRange range, int first, int end, int stride)
        where V : struct, ILanes<V>
    {
        V w = V.Load(in *weight, 0);
        for (int j = first; j < end; j++)
            V.MultiplyAdd(V.Load(in *source, range.Input(j) * stride), w, V.Load(in *target, j * stride)).Store(ref *target, j * stride);
    }

    /// <summary>target at the tap += source[j] · weight, for some outputs j.</summary>
    private static void SpreadOne<V>(float* target, float* source, float* weight, TapRange range, int first, int end, int stride)
        where V : struct, ILanes<V>
    {
        V w = V.Load(in *weight, 0);
        for (int j = first; j < end; j++)
            V.MultiplyAdd(V.Load(in *source, j * stride), w, V.Load(in *target, range.Input(j) * stride)).Store(ref *target, range.Input(j) * stride);
    }

    /// <summary>sums[tap] += Σ gradient[i] · source[i] at the tap, for three taps.</summary>
    private static void SumThree<V>(float* gradient, int gradientStep, float* source, int sourceStep, int apart, float* sums, int count)
        where V : struct, ILanes<V>
    {
        V s0 = V.Create(0), s1 = s0, s2 = s0;
        for (int i = 0; i < count; i++, gradient += gradientStep, source += sourceStep)
        {
            V g = V.Load(in *gradient, 0);
            s0 = V.MultiplyAdd(V.Load(in *source, 0), g, s0);
            s1 = V.MultiplyAdd(V.Load(in *source, apart), g, s1);
            s2 = V.MultiplyAdd(V.Load(in *source, 2 * apart), g, s2);
        }
        (V.Load(in *sums, 0) + s0).Store(ref *sums, 0);
        (V.Load(in *sums, gradientStep) + s1).Store(ref *sums, gradientStep);
        (V.Load(in *sums, 2 * gradientStep) + s2).Store(ref *sums, 2 * gradientStep);
    }

    /// <summary>sum += Σ gradient[j] · source at the tap, over some outputs j.</summary>
    private static void SumOne<V>(float* gradient, float* source, float* sum, TapRange range, int first, int end, int stride)
        where V : struct, ILanes<V>
    {
        if (first >= end) return;
        V s = V.Create(0);
        for (int j = first; j < end; j++) s = V.MultiplyAdd(V.Load(in *source, range.Input(j) * stride), V.Load(in *gradient, j * stride), s);
        (V.Load(in *sum, 0) + s).Store(ref *sum, 0);
    }

    /// <summary>The outputs of a row for which a tap meets a pixel inside the picture.</summary>
    private readonly struct TapRange(int offset, int stride, int first, int end)
    {
        public int Stride { get; } = stride;

        public int First { get; } = first;

        public int End { get; } = end;

        public int Count => End - First;

        /// <summary>The ranges of all taps of a row.</summary>
        public static void Fill(TapRange* ranges, PoolingAxis columns, int inputs, int outputs)
        {
            int stride = columns.Start(1) - columns.Start(0);
            for (int v = 0; v < columns.Kernel; v++)
            {
                int offset = columns.Start(0) + v * columns.Dilation;
                int first = Math.Min(outputs, Math.Max(0, (-offset + stride - 1) / stride));
                int end = inputs - offset <= 0 ? 0 : Math.Min(outputs, (inputs - offset + stride - 1) / stride);
                ranges[v] = new TapRange(offset, stride, first, Math.Max(first, end));
            }
        }

        /// <summary>The outputs that belong to three neighbouring ranges; where there is none, an empty range that leaves each tap its own.</summary>
        public static TapRange OfAll(TapRange* ranges)
        {
            int first = Math.Max(ranges[0].First, Math.Max(ranges[1].First, ranges[2].First)), end = Math.Min(ranges[0].End, Math.Min(ranges[1].End, ranges[2].End));
            return first < end ? new TapRange(0, 1, first, end) : default;
        }

        /// <summary>The input that the tap meets for an output.</summary>
        public int Input(int output) => output * Stride + offset;

        /// <summary>With stride 1, the output for which the tap meets an input.</summary>
        public int Output(int input) => input - offset;
    }
}
