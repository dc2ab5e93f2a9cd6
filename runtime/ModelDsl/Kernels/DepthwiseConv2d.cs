using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Convolution of each channel by itself, pictures channels last: y[i, j, c] = bias[c] + Σ over taps of x[i·s + u·d − p, j·s + v·d − p, c] · w[u, v, c].
/// What lies outside the picture counts as zero. Vectors run over the channels, so a pixel costs as many multiply-adds as there are taps.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DepthwiseConv2d
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
        ref readonly float from = ref MemoryMarshal.GetReference(x), weights = ref MemoryMarshal.GetReference(weight), biases = ref MemoryMarshal.GetReference(bias);
        ref float to = ref MemoryMarshal.GetReference(y);
        PoolingAxis rows = window.Rows, columns = window.Columns;
        int stride = xLayout.PixelStride;
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), firstRow = rows.FirstTap(top), endRow = rows.EndTap(top, xLayout.Height);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    int left = columns.Start(j), firstColumn = columns.FirstTap(left), endColumn = columns.EndTap(left, xLayout.Width);
                    int target = yLayout.RowStart(n, i) + j * stride;
                    for (int c = 0; c < stride; c += V.Count)
                    {
                        V sum = bias.IsEmpty ? V.Create(0) : V.Load(in biases, c);
                        for (int u = firstRow; u < endRow; u++)
                        {
                            int row = xLayout.RowStart(n, top + u * rows.Dilation) + c;
                            for (int v = firstColumn; v < endColumn; v++)
                            {
                                int source = row + (left + v * columns.Dilation) * stride;
                                sum = V.MultiplyAdd(V.Load(in from, source), V.Load(in weights, (u * columns.Kernel + v) * stride + c), sum);
                            }
                        }
                        sum.Store(ref to, target + c);
                    }
                }
            }
        }
    }

    private static void InputGradient<V>(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> weight, Span<float> dx, PictureLayout xLayout, PoolingWindow window, int count)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(dy), weights = ref MemoryMarshal.GetReference(weight);
        ref float to = ref MemoryMarshal.GetReference(dx);
        PoolingAxis rows = window.Rows, columns = window.Columns;
        int stride = xLayout.PixelStride;
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), firstRow = rows.FirstTap(top), endRow = rows.EndTap(top, xLayout.Height);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    int left = columns.Start(j), firstColumn = columns.FirstTap(left), endColumn = columns.EndTap(left, xLayout.Width);
                    int source = yLayout.RowStart(n, i) + j * stride;
                    for (int c = 0; c < stride; c += V.Count)
                    {
                        V gradient = V.Load(in from, source + c);
                        for (int u = firstRow; u < endRow; u++)
                        {
                            int row = xLayout.RowStart(n, top + u * rows.Dilation) + c;
                            for (int v = firstColumn; v < endColumn; v++)
                            {
                                int target = row + (left + v * columns.Dilation) * stride;
                                V.MultiplyAdd(gradient, V.Load(in weights, (u * columns.Kernel + v) * stride + c), V.Load(ref to, target)).Store(ref to, target);
                            }
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
        ref readonly float from = ref MemoryMarshal.GetReference(x), by = ref MemoryMarshal.GetReference(dy);
        ref float to = ref MemoryMarshal.GetReference(sums);
        PoolingAxis rows = window.Rows, columns = window.Columns;
        int stride = xLayout.PixelStride;
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), firstRow = rows.FirstTap(top), endRow = rows.EndTap(top, xLayout.Height);
                for (int u = firstRow; u < endRow; u++)
                {
                    int row = xLayout.RowStart(n, top + u * rows.Dilation);
                    for (int v = 0; v < columns.Kernel; v++)
                    {
                        for (int c = 0; c < stride; c += V.Count)
                        {
                            // The row is summed by itself first: short sums round less.
                            V sum = V.Create(0);
                            for (int j = 0; j < yLayout.Width; j++)
                            {
                                int column = columns.Start(j) + v * columns.Dilation;
                                if ((uint)column >= (uint)xLayout.Width) continue;
                                sum = V.MultiplyAdd(V.Load(in from, row + column * stride + c), V.Load(in by, yLayout.RowStart(n, i) + j * stride + c), sum);
                            }
                            int target = (u * columns.Kernel + v) * stride + c;
                            (V.Load(ref to, target) + sum).Store(ref to, target);
                        }
                    }
                }
            }
        }
    }
}
