using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>One axis of a pooling: which inputs each output sees.</summary>
internal readonly record struct PoolWindow(int Kernel, int Stride, int Padding, int Dilation, bool CeilMode)
{
    public static (PoolWindow Height, PoolWindow Width) Of(DeclaredLayer layer)
    {
        (int Height, int Width) kernel = layer.Pair("Kernel", 0), padding = layer.Pair("Padding", 0), dilation = layer.Pair("Dilation", 1);
        // PyTorch's default stride is the kernel's size.
        (int Height, int Width) stride = layer.Pair("Stride", kernel);
        bool ceil = layer.Bool("CeilMode", false);
        return (new(kernel.Height, stride.Height, padding.Height, dilation.Height, ceil), new(kernel.Width, stride.Width, padding.Width, dilation.Width, ceil));
    }

    public int Outputs(int inputs)
    {
        int span = inputs + 2 * Padding - Dilation * (Kernel - 1) - 1;
        int outputs = (CeilMode ? (span + Stride - 1) / Stride : span / Stride) + 1;
        // With ceil mode, the last window must begin inside the input or its left padding.
        return CeilMode && (outputs - 1) * Stride >= inputs + Padding ? outputs - 1 : outputs;
    }

    /// <summary>The inputs under a window, without the padding.</summary>
    public IEnumerable<int> Inside(int output, int inputs)
    {
        for (int k = 0; k < Kernel; k++)
        {
            int at = output * Stride - Padding + k * Dilation;
            if (at >= 0 && at < inputs) yield return at;
        }
    }

    /// <summary>How many positions a window covers of the input with its padding; what ceil mode adds beyond does not count.</summary>
    public int Covered(int output, int inputs)
    {
        int start = output * Stride - Padding;
        return Math.Min(start + Kernel, inputs + Padding) - start;
    }
}
