namespace ModelDsl.Generator.Shapes;

/// <summary>A sliding window along one direction of a picture, as PyTorch has it.</summary>
internal readonly record struct Window(long Kernel, long Stride, long Padding, long Dilation = 1, bool CeilMode = false)
{
    /// <summary>The pixels that the window spans.</summary>
    public long Span => Dilation * (Kernel - 1) + 1;

    /// <summary>
    /// How many windows fit: <c>⌊(size + 2·padding − span) / stride⌋ + 1</c>, or with ⌈ ⌉ in ceil mode, where a window
    /// that would start in the border beyond the input is dropped. 0 if none fits.
    /// </summary>
    public long CountIn(long size)
    {
        long room = size + 2 * Padding - Span;
        if (room < 0) return 0;
        long count = (room + (CeilMode ? Stride - 1 : 0)) / Stride + 1;
        return CeilMode && (count - 1) * Stride >= size + Padding ? count - 1 : count;
    }

    /// <summary>How many of the last pixels no window sees.</summary>
    public long UnseenOf(long size) => Math.Max(0, size + Padding - ((CountIn(size) - 1) * Stride + Span));
}
