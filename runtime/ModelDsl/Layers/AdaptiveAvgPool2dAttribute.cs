namespace ModelDsl;

/// <summary>
/// The mean of windows chosen so that the output has the wanted size: [C, H, W] → [C, h, w], where output row i is the mean of
/// the rows <c>⌊i·H/h⌋ … ⌈(i+1)·H/h⌉ − 1</c>, likewise the columns. <c>AdaptiveAvgPool2d(1)</c> is the mean of the picture.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class AdaptiveAvgPool2dAttribute : LayerAttribute
{
    /// <summary>As many rows as columns.</summary>
    /// <param name="outputSize">Rows and columns of the output.</param>
    public AdaptiveAvgPool2dAttribute(int outputSize)
        : this(outputSize, outputSize)
    {
    }

    /// <summary>A rectangular output.</summary>
    /// <param name="outputHeight">Rows of the output.</param>
    /// <param name="outputWidth">Columns of the output.</param>
    public AdaptiveAvgPool2dAttribute(int outputHeight, int outputWidth)
    {
        OutputHeight = outputHeight;
        OutputWidth = outputWidth;
    }

    /// <summary>Rows of the output.</summary>
    public int OutputHeight { get; }

    /// <summary>Columns of the output.</summary>
    public int OutputWidth { get; }
}
