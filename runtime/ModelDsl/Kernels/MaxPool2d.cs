using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Maximum pooling of pictures channels last: y = the greatest x of a window, the first one of several; a NaN wins. What lies outside the
/// picture never wins. The forward pass notes which element of its window won, as a number of its own for every output.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MaxPool2d
{
    /// <summary>Takes the maxima.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="xLayout">How they lie; the pixel stride is a multiple of 16.</param>
    /// <param name="y">Receives the maxima; its border is left alone.</param>
    /// <param name="yLayout">How the output lies.</param>
    /// <param name="winners">Receives which element of its window won, lying as a borderless output; empty if nobody asks.</param>
    /// <param name="window">The windows.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="clampsAtZero">Whether ReLU is applied to the maxima.</param>
    public static void Forward(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, Span<float> winners, PoolingWindow window, int count, bool clampsAtZero = false)
    {
        float least = clampsAtZero ? 0 : float.NegativeInfinity;
        x = x[..(count * xLayout.SampleStride)];
        y = y[..(count * yLayout.SampleStride)];
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(x, xLayout, y, yLayout, winners, window, least, count);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(x, xLayout, y, yLayout, winners, window, least, count);
        else Forward<Lanes128>(x, xLayout, y, yLayout, winners, window, least, count);
    }

    /// <summary>Gives each gradient to the element that won: dx = Σ of the dy whose window it won.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="winners">What the forward pass noted.</param>
    /// <param name="dx">Receives the gradient of the input; its border becomes zero.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="window">The windows.</param>
    /// <param name="count">How many samples.</param>
    public static void Gradient(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> winners, Span<float> dx, PictureLayout xLayout, PoolingWindow window, int count)
    {
        dy = dy[..(count * yLayout.SampleStride)];
        dx = dx[..(count * xLayout.SampleStride)];
        // Halving writes every element, unless the picture is odd.
        if (!window.IsHalving(xLayout, yLayout) || 2 * yLayout.Height < xLayout.Height || 2 * yLayout.Width < xLayout.Width) dx.Clear();
        else if (xLayout.Border > 0) Pictures.ClearBorder(dx, count, xLayout.Height, xLayout.Width, xLayout.PixelStride, xLayout.Border);
        if (Vector512.IsHardwareAccelerated) Gradient<Lanes512>(dy, yLayout, winners, dx, xLayout, window, count);
        else if (Vector256.IsHardwareAccelerated) Gradient<Lanes256>(dy, yLayout, winners, dx, xLayout, window, count);
        else Gradient<Lanes128>(dy, yLayout, winners, dx, xLayout, window, count);
    }

    private static void Forward<V>(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, Span<float> winners, PoolingWindow window, float least, int count)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        PictureLayout winnerLayout = new(yLayout.Height, yLayout.Width, yLayout.PixelStride);
        if (!winners.IsEmpty) winners = winners[..(count * winnerLayout.SampleStride)];
        ref float noted = ref MemoryMarshal.GetReference(winners);
        (PoolingAxis rows, PoolingAxis columns) = (window.Rows, window.Columns);
        bool isHalving = window.IsHalving(xLayout, yLayout), isNoted = !winners.IsEmpty;
        int stride = xLayout.PixelStride;
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), target = yLayout.RowStart(n, i), note = winnerLayout.RowStart(n, i);
                if (isHalving)
                {
                    HalveRow<V>(in from, xLayout.RowStart(n, top), stride, xLayout.RowStride, ref to, target, yLayout.RowLength, ref noted, note, isNoted, least);
                    continue;
                }
                int u0 = rows.FirstTap(top), u1 = rows.EndTap(top, xLayout.Height);
                for (int j = 0; j < yLayout.Width; j++, target += stride, note += stride)
                {
                    int left = columns.Start(j), v0 = columns.FirstTap(left), v1 = columns.EndTap(left, xLayout.Width);
                    for (int c = 0; c < stride; c += V.Count)
                    {
                        V best = V.Create(float.NegativeInfinity), winner = V.Create(u0 * columns.Kernel + v0);
                        for (int u = u0; u < u1; u++)
                        {
                            int at = xLayout.RowStart(n, top + u * rows.Dilation) + (left + v0 * columns.Dilation) * stride + c;
                            for (int v = v0; v < v1; v++, at += columns.Dilation * stride)
                                Take(V.Load(in from, at), u * columns.Kernel + v, ref best, ref winner);
                        }
                        V.Max(V.Create(least), best).Store(ref to, target + c);
                        if (isNoted) winner.Store(ref noted, note + c);
                    }
                }
            }
        }
    }

    /// <summary>A row of whole windows of 2 × 2.</summary>
    private static void HalveRow<V>(
        ref readonly float x, int at, int pixel, int row, ref float y, int target, int length, ref float winners, int note, bool isNoted, float least)
        where V : struct, ILanes<V>
    {
        V lowest = V.Create(least);
        for (int start = 0; start < length; start += pixel, at += pixel)
        {
            for (int end = start + pixel, i = start; i < end; i += V.Count, at += V.Count)
            {
                V best = V.Load(in x, at), winner = V.Create(0);
                Take(V.Load(in x, at + pixel), 1, ref best, ref winner);
                Take(V.Load(in x, at + row), 2, ref best, ref winner);
                Take(V.Load(in x, at + row + pixel), 3, ref best, ref winner);
                V.Max(lowest, best).Store(ref y, target + i);
                if (isNoted) winner.Store(ref winners, note + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<V>(V value, int tap, ref V best, ref V winner)
        where V : struct, ILanes<V>
    {
        // As PyTorch: a greater value or a NaN takes over; nothing is greater than a NaN, but a later NaN is.
        V takes = V.Less(best, value) | V.NotEqual(value, value);
        best = V.Select(takes, value, best);
        winner = V.Select(takes, V.Create(tap), winner);
    }

    private static void Gradient<V>(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> winners, Span<float> dx, PictureLayout xLayout, PoolingWindow window, int count)
        where V : struct, ILanes<V>
    {
        PictureLayout winnerLayout = new(yLayout.Height, yLayout.Width, yLayout.PixelStride);
        winners = winners[..(count * winnerLayout.SampleStride)];
        ref readonly float from = ref MemoryMarshal.GetReference(dy);
        ref readonly float noted = ref MemoryMarshal.GetReference(winners);
        ref float to = ref MemoryMarshal.GetReference(dx);
        (PoolingAxis rows, PoolingAxis columns) = (window.Rows, window.Columns);
        bool isHalving = window.IsHalving(xLayout, yLayout);
        int stride = xLayout.PixelStride;
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), source = yLayout.RowStart(n, i), note = winnerLayout.RowStart(n, i);
                if (isHalving)
                {
                    SpreadRow<V>(in from, source, yLayout.RowLength, in noted, note, ref to, xLayout.RowStart(n, top), stride, xLayout.RowStride);
                    continue;
                }
                int u0 = rows.FirstTap(top), u1 = rows.EndTap(top, xLayout.Height);
                for (int j = 0; j < yLayout.Width; j++, source += stride, note += stride)
                {
                    int left = columns.Start(j), v0 = columns.FirstTap(left), v1 = columns.EndTap(left, xLayout.Width);
                    for (int c = 0; c < stride; c += V.Count)
                    {
                        V gradient = V.Load(in from, source + c), winner = V.Load(in noted, note + c);
                        for (int u = u0; u < u1; u++)
                        {
                            int at = xLayout.RowStart(n, top + u * rows.Dilation) + (left + v0 * columns.Dilation) * stride + c;
                            for (int v = v0; v < v1; v++, at += columns.Dilation * stride)
                            {
                                V won = gradient & V.Equal(winner, V.Create(u * columns.Kernel + v));
                                (V.Load(ref to, at) + won).Store(ref to, at);
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>A row of whole windows of 2 × 2: no other window shares their elements.</summary>
    private static void SpreadRow<V>(
        ref readonly float dy, int source, int length, ref readonly float winners, int note, ref float dx, int at, int pixel, int row)
        where V : struct, ILanes<V>
    {
        for (int start = 0; start < length; start += pixel, at += pixel)
        {
            for (int end = start + pixel, i = start; i < end; i += V.Count, at += V.Count)
            {
                V gradient = V.Load(in dy, source + i), winner = V.Load(in winners, note + i);
                (gradient & V.Equal(winner, V.Create(0))).Store(ref dx, at);
                (gradient & V.Equal(winner, V.Create(1))).Store(ref dx, at + pixel);
                (gradient & V.Equal(winner, V.Create(2))).Store(ref dx, at + row);
                (gradient & V.Equal(winner, V.Create(3))).Store(ref dx, at + row + pixel);
            }
        }
    }
}
