namespace ModelDsl;

/// <summary>
/// The mean of each window: [C, H, W] → [C, H′, W′] with <c>H′ = ⌊(H + 2·padding − kernel) / stride⌋ + 1</c>, likewise W′.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class AvgPool2dAttribute : LayerAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="kernelSize">Rows and columns of the window.</param>
    public AvgPool2dAttribute(int kernelSize)
        : this(kernelSize, kernelSize)
    {
    }

    /// <summary>A rectangular window.</summary>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    public AvgPool2dAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; }

    /// <summary>Pixels from one window to the next, in both directions; 0, the default, means as large as the window.</summary>
    public int Stride { get; set; }

    /// <summary>Zero pixels on each side; at most half of the window.</summary>
    public int Padding { get; set; }

    /// <summary>Whether H′ and W′ are rounded up, so that a last, incomplete window counts too.</summary>
    public bool CeilMode { get; set; }

    /// <summary>Whether the zeros of the border count as elements of the mean.</summary>
    public bool CountIncludePad { get; set; } = true;

    /// <summary>What the sum of a window is divided by, instead of the number of its elements; 0, the default, for none.</summary>
    public int DivisorOverride { get; set; }
}
