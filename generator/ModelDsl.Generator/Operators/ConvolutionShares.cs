using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary>How several workers share the direct sum of one picture: by panels of channels, so that each reads weights of its own, or by rows of pixels where there are few panels.</summary>
/// <param name="AreRows">Whether they share the rows of the picture.</param>
/// <param name="Count">How many shares there can be.</param>
internal readonly record struct ConvolutionShares(bool AreRows, int Count)
{
    private const int ManyPanels = 4;

    /// <param name="blocks">The blocks of groups, each of which has all rows.</param>
    /// <param name="columns">The channels that are written, a multiple of 16.</param>
    /// <param name="rowBlocks">Blocks of picture rows that are computed together.</param>
    public static ConvolutionShares Of(ConvolutionBlocks blocks, int columns, int rowBlocks)
    {
        int panels = Panels.CountOf(columns);
        return blocks.Count == 1 && (panels >= ManyPanels || panels > rowBlocks) ? new(AreRows: false, panels) : new(AreRows: true, rowBlocks);
    }
}
