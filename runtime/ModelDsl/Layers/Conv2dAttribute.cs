namespace ModelDsl;

/// <summary>
/// A convolution of pictures (cross-correlation, as in PyTorch): [in, H, W] → [out, H′, W′] with
/// <c>H′ = ⌊(H + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1</c>, likewise W′.
/// Parameters: <c>weight</c> [out, in/groups, kh, kw] and <c>bias</c> [out], both starting uniform in ±1/√(in/groups·kh·kw).
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class Conv2dAttribute : LayerAttribute
{
    private int? _strideHeight;
    private int? _strideWidth;
    private int? _paddingHeight;
    private int? _paddingWidth;
    private int? _dilationHeight;
    private int? _dilationWidth;

    /// <summary>A square kernel.</summary>
    /// <param name="outChannels">The number of output channels, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of the kernel.</param>
    public Conv2dAttribute(int outChannels, int kernelSize)
        : this(outChannels, kernelSize, kernelSize)
    {
    }

    /// <summary>A rectangular kernel.</summary>
    /// <param name="outChannels">The number of output channels, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel.</param>
    /// <param name="kernelWidth">Columns of the kernel.</param>
    public Conv2dAttribute(int outChannels, int kernelHeight, int kernelWidth)
    {
        OutChannels = outChannels;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>The number of output channels.</summary>
    public int OutChannels { get; }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; }

    /// <summary>The number of input channels. Follows from the layer before; checked if written.</summary>
    public int InChannels { get; set; }

    /// <summary>Pixels from one position of the kernel to the next, in both directions.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Zero pixels on each side, in both directions.</summary>
    public int Padding { get; set; }

    /// <summary>Pixels from one tap of the kernel to the next, in both directions.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Rows from one position of the kernel to the next; <see cref="Stride"/> if not written.</summary>
    public int StrideHeight
    {
        get => _strideHeight ?? Stride;
        set => _strideHeight = value;
    }

    /// <summary>Columns from one position of the kernel to the next; <see cref="Stride"/> if not written.</summary>
    public int StrideWidth
    {
        get => _strideWidth ?? Stride;
        set => _strideWidth = value;
    }

    /// <summary>Rows of zeros above and below; <see cref="Padding"/> if not written.</summary>
    public int PaddingHeight
    {
        get => _paddingHeight ?? Padding;
        set => _paddingHeight = value;
    }

    /// <summary>Columns of zeros left and right; <see cref="Padding"/> if not written.</summary>
    public int PaddingWidth
    {
        get => _paddingWidth ?? Padding;
        set => _paddingWidth = value;
    }

    /// <summary>Rows from one tap to the next; <see cref="Dilation"/> if not written.</summary>
    public int DilationHeight
    {
        get => _dilationHeight ?? Dilation;
        set => _dilationHeight = value;
    }

    /// <summary>Columns from one tap to the next; <see cref="Dilation"/> if not written.</summary>
    public int DilationWidth
    {
        get => _dilationWidth ?? Dilation;
        set => _dilationWidth = value;
    }

    /// <summary>
    /// Input and output channels are cut into this many groups that do not see each other;
    /// as many as input channels makes the convolution depthwise. Must divide both.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a bias is added to each output channel.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The name in <see cref="IModel.Parameters"/> and in files; <c>conv1</c> if not written, counted in the order of the layers.</summary>
    public string? Name { get; set; }
}
