namespace ModelDsl.Generator.Operators;

/// <summary>
/// The tiles that Winograd's algorithm makes of a picture: of 4×4 pixels, or of 3×3 where those leave less of the last ones empty. One of 4×4 takes 36 multiplications
/// for each pair of channels, one of 3×3 takes 25: a picture of 5×5 pixels 144 or 100, one of 8×8 pixels 144 or 225.
/// </summary>
/// <param name="Side">Pixels of a side: 4 or 3.</param>
/// <param name="Down">Tiles one below another.</param>
/// <param name="Across">Tiles side by side.</param>
internal sealed record WinogradTiles(int Side, int Down, int Across)
{
    /// <summary>Elements of a transformed patch.</summary>
    public int Elements => Patch * Patch;

    /// <summary>Pixels of the side of what a tile depends on.</summary>
    public int Patch => Side + ConvolutionChoice.Taps - 1;

    /// <summary>Tiles of a picture.</summary>
    public int Count => Down * Across;

    /// <summary>The tiles of a picture that is computed, or whose gradient is read.</summary>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Pixels of its rows.</param>
    public static WinogradTiles Of(int height, int width)
    {
        WinogradTiles large = Cut(4), small = Cut(3);
        return small.Count * small.Elements < large.Count * large.Elements ? small : large;

        WinogradTiles Cut(int side) => new(side, (height + side - 1) / side, (width + side - 1) / side);
    }
}
