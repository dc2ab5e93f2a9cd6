namespace ModelDsl.Generator.Operators;

/// <summary>
/// The tiles that Winograd's algorithm makes of a picture: of 4×4 pixels, or of 6×6 or 3×3 where those leave less of the last ones empty. One of 4×4 takes 36 multiplications
/// for each pair of channels, one of 6×6 takes 64, one of 3×3 takes 25: a picture of 17×17 pixels 900, 576 or 900, one of 8×8 pixels 144, 256 or 225.
/// </summary>
/// <param name="Side">Pixels of a side: 6, 4 or 3.</param>
/// <param name="Down">Tiles one below another.</param>
/// <param name="Across">Tiles side by side.</param>
internal sealed record WinogradTiles(int Side, int Down, int Across)
{
    /// <summary>
    /// What tiles of 6×6 have to spare: they round twice as much as the others, their transforms take more, and their 64 matrices more of the cache. Pictures of 28 pixels
    /// (0.9) are a little slower with them, those of 24 (0.8) faster.
    /// </summary>
    private const double MostOfLargest = 0.8;

    /// <summary>
    /// Tiles of 6×6 that a picture has at least: weights become 64 numbers instead of 9, which few tiles do not pay for. Of 6×6 pixels, 7 pictures with 256 channels took 1.7 times as long.
    /// </summary>
    private const int FewestOfLargest = 9;

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
        WinogradTiles largest = Cut(6), large = Cut(4), small = Cut(3);
        WinogradTiles best = small.Count * small.Elements < large.Count * large.Elements ? small : large;
        return largest.Count >= FewestOfLargest && largest.Count * largest.Elements < MostOfLargest * best.Count * best.Elements ? largest : best;

        WinogradTiles Cut(int side) => new(side, (height + side - 1) / side, (width + side - 1) / side);
    }
}
