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
        dx.Clear();
        if (Vector512.IsHardwareAccelerated) Gradient<TWindows, Lanes512>(windows, dy, yLayout, dx, xLayout, count);
        else if (Vector256.IsHardwareAccelerated) Gradient<TWindows, Lanes256>(windows, dy, yLayout, dx, xLayout, count);
        else Gradient<TWindows, Lanes128>(windows, dy, yLayout, dx, xLayout, count);
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
                    for (int c = 0; c < xLayout.PixelStride; c += V.Count)
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
        TWindows windows, ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> dx, PictureLayout xLayout, int count)
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
                    for (int c = 0; c < xLayout.PixelStride; c += V.Count)
                    {
                        V share = V.Load(in from, source + c) * factor;
                        for (int row = top; row < bottom; row++)
                        {
                            int at = xLayout.RowStart(n, row) + left * xLayout.PixelStride + c;
                            for (int column = left; column < right; column++, at += xLayout.PixelStride) (V.Load(ref to, at) + share).Store(ref to, at);
                        }
                    }
                }
            }
        }
    }
}
