using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>
/// Mean pooling of pictures channels last: y = Σ x over the window / divisor. The divisor is the number of elements of the window, those
/// in the padding included or not, or a number given. NaN spreads to every window that sees it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AvgPool2d
{
    /// <summary>Takes the means.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="xLayout">How they lie; the pixel stride is a multiple of 16.</param>
    /// <param name="y">Receives the means; its border is left alone.</param>
    /// <param name="yLayout">How the output lies.</param>
    /// <param name="window">The windows, without dilation.</param>
    /// <param name="countIncludePad">Whether elements in the padding count as zeros.</param>
    /// <param name="divisorOverride">What sums are divided by; 0 for the number of elements.</param>
    /// <param name="count">How many samples.</param>
    public static void Forward(
        ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, PoolingWindow window, bool countIncludePad, int divisorOverride, int count)
        => AveragePooling.Forward(new Windows(window, xLayout, countIncludePad, divisorOverride), x, xLayout, y, yLayout, count);

    /// <summary>dx = Σ dy / divisor over the windows that see x.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="dx">Receives the gradient of the input; its border becomes zero.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="window">The windows, without dilation.</param>
    /// <param name="countIncludePad">Whether elements in the padding count as zeros.</param>
    /// <param name="divisorOverride">What sums are divided by; 0 for the number of elements.</param>
    /// <param name="count">How many samples.</param>
    public static void Gradient(
        ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> dx, PictureLayout xLayout, PoolingWindow window, bool countIncludePad, int divisorOverride, int count)
        => AveragePooling.Gradient(new Windows(window, xLayout, countIncludePad, divisorOverride), dy, yLayout, dx, xLayout, count);

    /// <summary>The same behind ReLU, whose output was pooled: dx = Σ dy / divisor, but 0 where x ≤ 0. Only for windows that see each pixel once.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="x">What was pooled.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="dx">Receives the gradient of ReLU's input; its border becomes zero. May be <paramref name="x"/>, where both lie alike.</param>
    /// <param name="dxLayout">How it lies.</param>
    /// <param name="window">The windows, without dilation.</param>
    /// <param name="countIncludePad">Whether elements in the padding count as zeros.</param>
    /// <param name="divisorOverride">What sums are divided by; 0 for the number of elements.</param>
    /// <param name="count">How many samples.</param>
    public static void GradientBehindReLU(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> dx, PictureLayout dxLayout, PoolingWindow window, bool countIncludePad,
        int divisorOverride, int count)
        => AveragePooling.GradientBehindReLU(new Windows(window, xLayout, countIncludePad, divisorOverride), dy, yLayout, x, xLayout, dx, dxLayout, count, sums: default);

    private readonly struct Windows(PoolingWindow window, PictureLayout input, bool countIncludePad, int divisorOverride) : IMeanWindows
    {
        public (int First, int End) Rows(int output) => Range(window.Rows, output, input.Height);

        public (int First, int End) Columns(int output) => Range(window.Columns, output, input.Width);

        public float Factor(int row, int column)
        {
            if (divisorOverride != 0) return 1f / divisorOverride;
            return 1f / (Length(window.Rows, row, input.Height) * Length(window.Columns, column, input.Width));
        }

        private static (int First, int End) Range(PoolingAxis axis, int output, int size)
        {
            int start = axis.Start(output);
            return (start + axis.FirstTap(start), start + axis.EndTap(start, size));
        }

        private int Length(PoolingAxis axis, int output, int size)
        {
            if (countIncludePad) return axis.PaddedLength(axis.Start(output), size);
            (int first, int end) = Range(axis, output, size);
            return end - first;
        }
    }
}
