using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// How the groups of a convolution are computed. Tiles write whole vectors of 16 channels, so as many groups are taken together as fill
/// them, with zeros between one group's inputs and another's outputs; one block without groups is the common case.
/// </summary>
/// <param name="Count">The number of blocks.</param>
/// <param name="Inputs">Input channels of a block.</param>
/// <param name="Outputs">Output channels of a block.</param>
internal sealed record ConvolutionBlocks(int Count, int Inputs, int Outputs)
{
    private const int Lanes = 16;

    public static ConvolutionBlocks Of(int inputs, int outputs, int groups)
    {
        for (int count = groups; count > 1; count--)
        {
            if (groups % count == 0 && inputs / count % Lanes == 0 && outputs / count % Lanes == 0) return new(count, inputs / count, outputs / count);
        }
        return new(1, inputs, outputs);
    }

    /// <summary>Opens the loop over the blocks, if there are several.</summary>
    public CodeWriter.Scope Open(CodeWriter code)
        => Count == 1 ? code.Remark("every output channel sees every input channel") : code.Block($"for (int g = 0; g < {Count}; g++) // blocks of groups");

    /// <summary>The position of block <c>g</c>.</summary>
    public string At(int stride) => Count == 1 ? "" : $"g * {stride}";
}
