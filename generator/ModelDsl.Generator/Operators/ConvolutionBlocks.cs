using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// How the groups of a convolution are computed: in blocks of one or several groups, with zeros between one group's inputs and another's outputs; one block
/// without groups is the common case. Tiles write half vectors of 8 channels at least. Where a block's channels are no multiple of that, what is written behind its last
/// one are the first channels of the next block, which is computed after it.
/// </summary>
/// <param name="Count">The number of blocks.</param>
/// <param name="Inputs">Input channels of a block.</param>
/// <param name="Outputs">Output channels of a block.</param>
internal sealed record ConvolutionBlocks(int Count, int Inputs, int Outputs)
{
    /// <summary>The blocks that take the fewest multiply-adds, lanes that nobody needs included; the fewest blocks of those.</summary>
    public static ConvolutionBlocks Of(int inputs, int outputs, int groups)
    {
        ConvolutionBlocks best = new(1, inputs, outputs);
        for (int count = 2; count <= groups; count++)
        {
            ConvolutionBlocks blocks = new(count, inputs / count, outputs / count);
            if (groups % count == 0 && blocks.MultiplyAdds < best.MultiplyAdds && Fits(count, blocks.Inputs) && Fits(count, blocks.Outputs)) best = blocks;
        }
        return best;
    }

    /// <summary>What a block writes of a panel: as many columns as it computes, and zeros behind them where no other block follows.</summary>
    public (int Columns, int Pads) Written(Panels panels) => Count == 1 ? (panels.Width, panels.Pads) : (panels.Width - panels.Pads, 0);

    /// <summary>Opens the loop over the blocks, if there are several.</summary>
    public CodeWriter.Scope Open(CodeWriter code)
        => Count == 1 ? code.Remark("every output channel sees every input channel") : code.Block($"for (int g = 0; g < {Count}; g++) // blocks of groups");

    /// <summary>The position of block <c>g</c>.</summary>
    public string At(int stride) => Count == 1 ? "" : $"g * {stride}";

    /// <summary>Those of a pixel and a tap, forward and both gradients.</summary>
    private long MultiplyAdds => Count * (2L * Inputs * Computed(Outputs) + (long)Outputs * Computed(Inputs));

    private static int Computed(int channels) => Layout.RoundUp(channels) - Panels.PadsOf(channels);

    /// <summary>Whether what the last block writes stays within its pixel.</summary>
    private static bool Fits(int count, int channels) => (count - 1) * channels + Computed(channels) <= Layout.RoundUp(count * channels);
}
