using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Tests.Emission;

public sealed class WinogradTilesTests
{
    /// <summary>Tiles of 3×3 where those of 4×4 would leave so much empty that 36 multiplications for each are more; of 6×6 where they spare a fifth and there are nine; equal ones are 4×4.</summary>
    [Theory]
    [InlineData(4, 4, 4, 1, 1)]
    [InlineData(3, 3, 3, 1, 1)]
    [InlineData(5, 5, 3, 2, 2)]
    [InlineData(6, 6, 3, 2, 2)]
    [InlineData(7, 7, 4, 2, 2)]
    [InlineData(8, 8, 4, 2, 2)]
    [InlineData(9, 9, 3, 3, 3)]
    [InlineData(9, 8, 4, 3, 2)]
    [InlineData(9, 5, 3, 3, 2)]
    [InlineData(12, 12, 4, 3, 3)]
    [InlineData(18, 12, 4, 5, 3)]
    [InlineData(30, 12, 6, 5, 2)]
    [InlineData(13, 13, 4, 4, 4)]
    [InlineData(15, 15, 4, 4, 4)]
    [InlineData(17, 17, 6, 3, 3)]
    [InlineData(17, 16, 4, 5, 4)]
    [InlineData(21, 21, 3, 7, 7)]
    [InlineData(24, 24, 6, 4, 4)]
    [InlineData(28, 28, 4, 7, 7)]
    [InlineData(32, 32, 4, 8, 8)]
    public void Of_APicture_TakesFewestMultiplications(int height, int width, int side, int down, int across)
        => Assert.Equal(new WinogradTiles(side, down, across), WinogradTiles.Of(height, width));
}
