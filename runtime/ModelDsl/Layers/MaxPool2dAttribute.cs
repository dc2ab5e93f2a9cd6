namespace ModelDsl;

/// <summary>
/// The maximum of each window: [C, H, W] → [C, H′, W′] with
/// <c>H′ = ⌊(H + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1</c>, likewise W′. The border never wins.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool2dAttribute : LayerAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="kernelSize">Rows and columns of the window.</param>
    public MaxPool2dAttribute(int kernelSize)
        : this(kernelSize, kernelSize)
    {
    }

    /// <summary>A rectangular window.</summary>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    public MaxPool2dAttribute(int kernelHeight, int kernelWidth)
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

    /// <summary>Pixels of −∞ on each side; at most half of the window.</summary>
    public int Padding { get; set; }

    /// <summary>Pixels from one element of the window to the next.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether H′ and W′ are rounded up, so that a last, incomplete window counts too.</summary>
    public bool CeilMode { get; set; }
}
