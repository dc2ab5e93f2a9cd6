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
}
