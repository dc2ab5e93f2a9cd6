using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>
/// Mean pooling of pictures channels last to a wanted size: output row i of h is the mean of the input rows ⌊i·H/h⌋ … ⌈(i+1)·H/h⌉ − 1,
/// likewise the columns. NaN spreads to every window that sees it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AdaptiveAvgPool2d
{
    /// <summary>Takes the means.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="xLayout">How they lie; the pixel stride is a multiple of 16.</param>
    /// <param name="y">Receives the means; its border is left alone.</param>
    /// <param name="yLayout">How the output lies: its size says the windows.</param>
    /// <param name="count">How many samples.</param>
    public static void Forward(ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> y, PictureLayout yLayout, int count)
        => AveragePooling.Forward(new Windows(xLayout, yLayout), x, xLayout, y, yLayout, count);

    /// <summary>dx = Σ dy / window size over the windows that see x.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="dx">Receives the gradient of the input; its border becomes zero.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="count">How many samples.</param>
    public static void Gradient(ReadOnlySpan<float> dy, PictureLayout yLayout, Span<float> dx, PictureLayout xLayout, int count)
        => AveragePooling.Gradient(new Windows(xLayout, yLayout), dy, yLayout, dx, xLayout, count);

    /// <summary>The same behind ReLU, whose output was pooled: dx = Σ dy / window size, but 0 where x ≤ 0. Only for windows that see each pixel once.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="yLayout">How it lies.</param>
    /// <param name="x">What was pooled.</param>
    /// <param name="xLayout">How it lies.</param>
    /// <param name="dx">Receives the gradient of ReLU's input; its border becomes zero. May be <paramref name="x"/>, where both lie alike.</param>
    /// <param name="dxLayout">How it lies.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="sums">Receives Σ dx over all pixels of the samples, one sum for each lane of a pixel; or is empty.</param>
    public static void GradientBehindReLU(
        ReadOnlySpan<float> dy, PictureLayout yLayout, ReadOnlySpan<float> x, PictureLayout xLayout, Span<float> dx, PictureLayout dxLayout, int count, Span<float> sums = default)
        => AveragePooling.GradientBehindReLU(new Windows(xLayout, yLayout), dy, yLayout, x, xLayout, dx, dxLayout, count, sums);

    private readonly struct Windows(PictureLayout input, PictureLayout output) : IMeanWindows
    {
        public (int First, int End) Rows(int index) => Range(index, input.Height, output.Height);

        public (int First, int End) Columns(int index) => Range(index, input.Width, output.Width);

        public float Factor(int row, int column)
        {
            (int top, int bottom) = Rows(row);
            (int left, int right) = Columns(column);
            return 1f / ((bottom - top) * (right - left));
        }

        private static (int First, int End) Range(int index, int size, int parts)
            => ((int)((long)index * size / parts), (int)(((long)(index + 1) * size + parts - 1) / parts));
    }
}
