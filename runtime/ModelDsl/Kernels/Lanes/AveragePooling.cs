using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>What part of the input an output pixel is the mean of.</summary>
internal interface IMeanWindows
{
    /// <summary>The rows (or columns) that output row (or column) <paramref name="output"/> sees: the first, and the one after the last.</summary>
    (int First, int End) Rows(int output);

    /// <inheritdoc cref="Rows"/>
    (int First, int End) Columns(int output);

    /// <summary>What the sum of a window is multiplied by.</summary>
    float Factor(int row, int column);
}

/// <summary>Mean pooling over any windows, channels last.</summary>
internal static class AveragePooling
{
    public static void Forward<TWindows>(
        TWindows windows, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, int count)
        where TWindows : struct, IMeanWindows
    {
        x = x[..(count * xLayout.SampleStride)];
        y = y[..(count * yLayout.SampleStride)];
        if (Vector512.IsHardwareAccelerated) Forward<TWindows, Lanes512>(windows, x, xLayout, y, yLayout, count);
        else if (Vector256.IsHardwareAccelerated) Forward<TWindows, Lanes256>(windows, x, xLayout, y, yLayout, count);
        else Forward<TWindows, Lanes128>(windows, x, xLayout, y, yLayout, count);
    }

    public static void Gradient<TWindows>(
        TWindows windows, ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> dx, PictureLayout xLayout, int count)
        where TWindows : struct, IMeanWindows
    {
        dy = dy[..(count * yLayout.SampleStride)];
        dx = dx[..(count * xLayout.SampleStride)];
        bool meetsOnce = MeetsOnce(windows, yLayout, xLayout);
        if (meetsOnce) Pictures.ClearBorder(dx, count, xLayout.Height, xLayout.Width, xLayout.PixelStride, xLayout.Border);
        else dx.Clear();
        if (Vector512.IsHardwareAccelerated) Gradient<TWindows, Lanes512>(windows, dy, yLayout, dx, xLayout, count, meetsOnce);
        else if (Vector256.IsHardwareAccelerated) Gradient<TWindows, Lanes256>(windows, dy, yLayout, dx, xLayout, count, meetsOnce);
        else Gradient<TWindows, Lanes128>(windows, dy, yLayout, dx, xLayout, count, meetsOnce);
    }

    /// <summary>Where sums are not empty, they receive Σ dx over all pixels for each lane.</summary>
    public static void GradientBehindReLU<TWindows>(
        TWindows windows, ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> dx, PictureLayout dxLayout, int count, Span<float> sums)
        where TWindows : struct, IMeanWindows
    {
        dy = dy[..(count * yLayout.SampleStride)];
        x = x[..(count * xLayout.SampleStride)];
        dx = dx[..(count * dxLayout.SampleStride)];
        if (!sums.IsEmpty) sums = sums[..dxLayout.PixelStride];
        sums.Clear();
        Pictures.ClearBorder(dx, count, dxLayout.Height, dxLayout.Width, dxLayout.PixelStride, dxLayout.Border);
        if (Vector512.IsHardwareAccelerated) GradientBehindReLU<TWindows, Lanes512>(windows, dy, yLayout, x, xLayout, dx, dxLayout, count, sums);
        else if (Vector256.IsHardwareAccelerated) GradientBehindReLU<TWindows, Lanes256>(windows, dy, yLayout, x, xLayout, dx, dxLayout, count, sums);
        else GradientBehindReLU<TWindows, Lanes128>(windows, dy, yLayout, x, xLayout, dx, dxLayout, count, sums);
    }

    private static void Forward<TWindows, V>(
        TWindows windows, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, int count)
        where TWindows : struct, IMeanWindows
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                (int top, int bottom) = windows.Rows(i);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    (int left, int right) = windows.Columns(j);
                    int target = yLayout.RowStart(n, i) + j * yLayout.PixelStride;
                    V factor = V.Create(windows.Factor(i, j));
                    int c = 0;
                    // Four vectors side by side: one alone waits for its sums.
                    for (; c <= xLayout.PixelStride - 4 * V.Count; c += 4 * V.Count)
                    {
                        V sum0 = V.Create(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
                        for (int row = top; row < bottom; row++)
                        {
                            V row0 = V.Create(0), row1 = row0, row2 = row0, row3 = row0;
                            int at = xLayout.RowStart(n, row) + left * xLayout.PixelStride + c;
                            for (int column = left; column < right; column++, at += xLayout.PixelStride)
                            {
                                row0 += V.Load(in from, at);
                                row1 += V.Load(in from, at + V.Count);
                                row2 += V.Load(in from, at + 2 * V.Count);
                                row3 += V.Load(in from, at + 3 * V.Count);
                            }
                            sum0 += row0;
                            sum1 += row1;
                            sum2 += row2;
                            sum3 += row3;
                        }
                        (sum0 * factor).Store(ref to, target + c);
                        (sum1 * factor).Store(ref to, target + c + V.Count);
                        (sum2 * factor).Store(ref to, target + c + 2 * V.Count);
                        (sum3 * factor).Store(ref to, target + c + 3 * V.Count);
                    }
                    for (; c < xLayout.PixelStride; c += V.Count)
                    {
                        V sum = V.Create(0);
                        for (int row = top; row < bottom; row++)
                        {
                            V rowSum = V.Create(0);
                            int at = xLayout.RowStart(n, row) + left * xLayout.PixelStride + c;
                            for (int column = left; column < right; column++, at += xLayout.PixelStride) rowSum += V.Load(in from, at);
                            sum += rowSum;
                        }
                        (sum * factor).Store(ref to, target + c);
                    }
                }
            }
        }
    }

    private static void Gradient<TWindows, V>(
        TWindows windows, ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> dx, PictureLayout xLayout, int count, bool meetsOnce)
        where TWindows : struct, IMeanWindows
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(dy);
        ref float to = ref MemoryMarshal.GetReference(dx);
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                (int top, int bottom) = windows.Rows(i);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    (int left, int right) = windows.Columns(j);
                    int source = yLayout.RowStart(n, i) + j * yLayout.PixelStride;
                    V factor = V.Create(windows.Factor(i, j));
                    int c = 0;
                    for (; meetsOnce && c <= xLayout.PixelStride - 4 * V.Count; c += 4 * V.Count)
                    {
                        V share0 = V.Load(in from, source + c) * factor, share1 = V.Load(in from, source + c + V.Count) * factor;
                        V share2 = V.Load(in from, source + c + 2 * V.Count) * factor, share3 = V.Load(in from, source + c + 3 * V.Count) * factor;
                        for (int row = top; row < bottom; row++)
                        {
                            int at = xLayout.RowStart(n, row) + left * xLayout.PixelStride + c;
                            for (int column = left; column < right; column++, at += xLayout.PixelStride)
                            {
                                share0.Store(ref to, at);
                                share1.Store(ref to, at + V.Count);
                                share2.Store(ref to, at + 2 * V.Count);
                                share3.Store(ref to, at + 3 * V.Count);
                            }
                        }
                    }
                    for (; c < xLayout.PixelStride; c += V.Count)
                    {
                        V share = V.Load(in from, source + c) * factor;
                        for (int row = top; row < bottom; row++)
                        {
                            int at = xLayout.RowStart(n, row) + left * xLayout.PixelStride + c;
                            for (int column = left; column < right; column++, at += xLayout.PixelStride) (meetsOnce ? share : V.Load(ref to, at) + share).Store(ref to, at);
                        }
                    }
                }
            }
        }
    }

    private static void GradientBehindReLU<TWindows, V>(
        TWindows windows, ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> dx, PictureLayout dxLayout, int count, Span<float> sums)
        where TWindows : struct, IMeanWindows
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(dy), seen = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(dx), totals = ref MemoryMarshal.GetReference(sums);
        bool isSummed = !sums.IsEmpty;
        V zero = V.Create(0);
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                (int top, int bottom) = windows.Rows(i);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    (int left, int right) = windows.Columns(j);
                    int source = yLayout.RowStart(n, i) + j * yLayout.PixelStride, stride = dxLayout.PixelStride;
                    V factor = V.Create(windows.Factor(i, j));
                    int c = 0;
                    // Two vectors side by side: of 256 bits, one alone is half a line of the cache, which would be met twice.
                    for (; c <= stride - 2 * V.Count; c += 2 * V.Count)
                    {
                        V share0 = V.Load(in from, source + c) * factor, share1 = V.Load(in from, source + c + V.Count) * factor;
                        V sum0 = zero, sum1 = zero;
                        for (int row = top; row < bottom; row++)
                        {
                            V row0 = zero, row1 = zero;
                            int read = xLayout.RowStart(n, row) + left * stride + c, write = dxLayout.RowStart(n, row) + left * stride + c;
                            for (int column = left; column < right; column++, read += stride, write += stride)
                            {
                                V dx0 = V.Select(V.LessOrEqual(V.Load(in seen, read), zero), zero, share0);
                                V dx1 = V.Select(V.LessOrEqual(V.Load(in seen, read + V.Count), zero), zero, share1);
                                dx0.Store(ref to, write);
                                dx1.Store(ref to, write + V.Count);
                                row0 += dx0;
                                row1 += dx1;
                            }
                            sum0 += row0;
                            sum1 += row1;
                        }
                        if (!isSummed) continue;
                        (V.Load(ref totals, c) + sum0).Store(ref totals, c);
                        (V.Load(ref totals, c + V.Count) + sum1).Store(ref totals, c + V.Count);
                    }
                    for (; c < stride; c += V.Count)
                    {
                        V share = V.Load(in from, source + c) * factor, sum = zero;
                        for (int row = top; row < bottom; row++)
                        {
                            V rowSum = zero;
                            int read = xLayout.RowStart(n, row) + left * stride + c, write = dxLayout.RowStart(n, row) + left * stride + c;
                            for (int column = left; column < right; column++, read += stride, write += stride)
                            {
                                V value = V.Select(V.LessOrEqual(V.Load(in seen, read), zero), zero, share);
                                value.Store(ref to, write);
                                rowSum += value;
                            }
                            sum += rowSum;
                        }
                        if (isSummed) (V.Load(ref totals, c) + sum).Store(ref totals, c);
                    }
                }
            }
        }
    }

    /// <summary>Whether each pixel of the input is in exactly one window: then gradients are stored, and not added to zeros.</summary>
    private static bool MeetsOnce<TWindows>(TWindows windows, PictureLayout yLayout, PictureLayout xLayout)
        where TWindows : struct, IMeanWindows
    {
        int bottom = 0, right = 0;
        for (int i = 0; i < yLayout.Height; i++)
        {
            (int first, int end) = windows.Rows(i);
            if (first != bottom) return false;
            bottom = end;
        }
        for (int j = 0; j < yLayout.Width; j++)
        {
            (int first, int end) = windows.Columns(j);
            if (first != right) return false;
            right = end;
        }
        return bottom == xLayout.Height && right == xLayout.Width;
    }
}
