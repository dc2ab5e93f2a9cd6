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
    public static void Forward(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, Span<float> winners, PoolingWindow window, int count)
    {
        x = x[..(count * xLayout.SampleStride)];
        y = y[..(count * yLayout.SampleStride)];
        if (Vector512.IsHardwareAccelerated) Forward<Lanes512>(x, xLayout, y, yLayout, winners, window, count);
        else if (Vector256.IsHardwareAccelerated) Forward<Lanes256>(x, xLayout, y, yLayout, winners, window, count);
        else Forward<Lanes128>(x, xLayout, y, yLayout, winners, window, count);
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
        dx.Clear();
        if (Vector512.IsHardwareAccelerated) Gradient<Lanes512>(dy, yLayout, winners, dx, xLayout, window, count);
        else if (Vector256.IsHardwareAccelerated) Gradient<Lanes256>(dy, yLayout, winners, dx, xLayout, window, count);
        else Gradient<Lanes128>(dy, yLayout, winners, dx, xLayout, window, count);
    }

    private static void Forward<V>(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, Span<float> winners, PoolingWindow window, int count)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        PictureLayout winnerLayout = new(yLayout.Height, yLayout.Width, yLayout.PixelStride);
        if (!winners.IsEmpty) winners = winners[..(count * winnerLayout.SampleStride)];
        ref float noted = ref MemoryMarshal.GetReference(winners);
        (PoolingAxis rows, PoolingAxis columns) = (window.Rows, window.Columns);
        bool isHalving = window.IsHalving(xLayout, yLayout);
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), u0 = rows.FirstTap(top), u1 = rows.EndTap(top, xLayout.Height);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    int left = columns.Start(j), v0 = columns.FirstTap(left), v1 = columns.EndTap(left, xLayout.Width);
                    int target = yLayout.RowStart(n, i) + j * yLayout.PixelStride;
                    int note = winnerLayout.RowStart(n, i) + j * yLayout.PixelStride;
                    for (int c = 0; c < xLayout.PixelStride; c += V.Count)
                    {
                        V best = V.Create(float.NegativeInfinity), winner = V.Create(u0 * columns.Kernel + v0);
                        if (isHalving)
                        {
                            int corner = xLayout.RowStart(n, top) + left * xLayout.PixelStride + c;
                            best = V.Load(in from, corner);
                            Take(V.Load(in from, corner + xLayout.PixelStride), 1, ref best, ref winner);
                            Take(V.Load(in from, corner + xLayout.RowStride), 2, ref best, ref winner);
                            Take(V.Load(in from, corner + xLayout.RowStride + xLayout.PixelStride), 3, ref best, ref winner);
                        }
                        else
                        {
                            for (int u = u0; u < u1; u++)
                            {
                                int at = xLayout.RowStart(n, top + u * rows.Dilation) + (left + v0 * columns.Dilation) * xLayout.PixelStride + c;
                                for (int v = v0; v < v1; v++, at += columns.Dilation * xLayout.PixelStride)
                                    Take(V.Load(in from, at), u * columns.Kernel + v, ref best, ref winner);
                            }
                        }
                        best.Store(ref to, target + c);
                        if (!winners.IsEmpty) winner.Store(ref noted, note + c);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<V>(V value, int tap, ref V best, ref V winner)
        where V : struct, ILanes<V>
    {
        // As PyTorch: a greater value or a NaN takes over; nothing is greater than a NaN, but a later NaN is.
        V keeps = V.Select(V.Equal(value, value), V.LessOrEqual(value, best) | V.NotEqual(best, best), V.Create(0));
        best = V.Select(keeps, best, value);
        winner = V.Select(keeps, winner, V.Create(tap));
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
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < yLayout.Height; i++)
            {
                int top = rows.Start(i), u0 = rows.FirstTap(top), u1 = rows.EndTap(top, xLayout.Height);
                for (int j = 0; j < yLayout.Width; j++)
                {
                    int left = columns.Start(j), v0 = columns.FirstTap(left), v1 = columns.EndTap(left, xLayout.Width);
                    int source = yLayout.RowStart(n, i) + j * yLayout.PixelStride;
                    int note = winnerLayout.RowStart(n, i) + j * yLayout.PixelStride;
                    for (int c = 0; c < xLayout.PixelStride; c += V.Count)
                    {
                        V gradient = V.Load(in from, source + c), winner = V.Load(in noted, note + c);
                        if (isHalving)
                        {
                            // No other window shares these elements.
                            int corner = xLayout.RowStart(n, top) + left * xLayout.PixelStride + c;
                            (gradient & V.Equal(winner, V.Create(0))).Store(ref to, corner);
                            (gradient & V.Equal(winner, V.Create(1))).Store(ref to, corner + xLayout.PixelStride);
                            (gradient & V.Equal(winner, V.Create(2))).Store(ref to, corner + xLayout.RowStride);
                            (gradient & V.Equal(winner, V.Create(3))).Store(ref to, corner + xLayout.RowStride + xLayout.PixelStride);
                            continue;
                        }
                        for (int u = u0; u < u1; u++)
                        {
                            int at = xLayout.RowStart(n, top + u * rows.Dilation) + (left + v0 * columns.Dilation) * xLayout.PixelStride + c;
                            for (int v = v0; v < v1; v++, at += columns.Dilation * xLayout.PixelStride)
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
}
