using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>The windows of a pooling: output pixel (i, j) sees the input rows i · stride − padding + u · dilation, u &lt; kernel; likewise the columns.</summary>
/// <param name="kernelHeight">Rows of a window.</param>
/// <param name="kernelWidth">Columns of a window.</param>
/// <param name="strideHeight">Rows from one window to the next.</param>
/// <param name="strideWidth">Columns from one window to the next.</param>
/// <param name="paddingHeight">How many rows the first window starts above the picture.</param>
/// <param name="paddingWidth">How many columns the first window starts left of the picture.</param>
/// <param name="dilationHeight">Rows from one element of a window to the next.</param>
/// <param name="dilationWidth">Columns from one element of a window to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PoolingWindow(
    int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int paddingHeight = 0, int paddingWidth = 0, int dilationHeight = 1, int dilationWidth = 1)
{
    /// <summary>The rows of a window.</summary>
    internal PoolingAxis Rows { get; } = new(kernelHeight, strideHeight, paddingHeight, dilationHeight);

    /// <summary>The columns of a window.</summary>
    internal PoolingAxis Columns { get; } = new(kernelWidth, strideWidth, paddingWidth, dilationWidth);

    /// <summary>Whether it is the usual halving: all windows whole, none overlapping. Not with a ceiling, whose last windows are cut.</summary>
    internal bool IsHalving(PictureLayout input, PictureLayout output)
        => Rows.IsPlainPair && Columns.IsPlainPair && 2 * output.Height <= input.Height && 2 * output.Width <= input.Width;
}

/// <summary>A window along one direction.</summary>
internal readonly struct PoolingAxis(int kernel, int stride, int padding, int dilation)
{
    public int Kernel { get; } = kernel;

    public int Dilation { get; } = dilation;

    public bool IsPlainPair => Kernel == 2 && stride == 2 && padding == 0 && Dilation == 1;

    /// <summary>Where a window would start; before the picture if negative.</summary>
    public int Start(int output) => output * stride - padding;

    /// <summary>The first element of the window that lies inside the picture.</summary>
    public int FirstTap(int start) => start >= 0 ? 0 : (-start + Dilation - 1) / Dilation;

    /// <summary>The element after the last one that lies inside a picture of so many pixels.</summary>
    public int EndTap(int start, int size) => Math.Min(Kernel, (size - start + Dilation - 1) / Dilation);

    /// <summary>How many elements of the window count when the padding counts too: those inside the padded picture.</summary>
    public int PaddedLength(int start, int size) => Math.Min(start + Kernel, size + padding) - start;
}
