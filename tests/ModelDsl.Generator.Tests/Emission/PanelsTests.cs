using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>How columns are cut into panels, and the groups of a convolution into blocks.</summary>
public sealed class PanelsTests
{
    [Theory]
    [InlineData(64, "0: 2×32")]
    [InlineData(57, "0: 2×32")]
    [InlineData(56, "0: 1×32, 32: 1×32-8")]
    [InlineData(48, "0: 1×32, 32: 1×16")]
    [InlineData(40, "0: 1×32, 32: 1×16-8")]
    [InlineData(33, "0: 1×32, 32: 1×16-8")]
    [InlineData(24, "0: 1×32-8")]
    [InlineData(9, "0: 1×16")]
    [InlineData(8, "0: 1×16-8")]
    [InlineData(1, "0: 1×16-8")]
    public void Of_Columns_LeavesOutHalfAVectorOfPads(int columns, string expected)
        => Assert.Equal(expected, string.Join(", ", Panels.Of(columns).Select(panels => $"{panels.First}: {panels.Count}×{panels.Width}{(panels.Pads > 0 ? $"-{panels.Pads}" : "")}")));

    [Fact]
    public void Of_AnyColumns_CoversWholeVectors()
    {
        for (int columns = 1; columns <= 300; columns++)
        {
            Panels[] all = [.. Panels.Of(columns)];
            Assert.Equal((columns + 15) / 16 * 16, all.Sum(panels => panels.Count * panels.Width));
            Assert.Equal(Panels.CountOf(columns), all.Sum(panels => panels.Count));
            Assert.Equal(Panels.PadsOf(columns), all.Sum(panels => panels.Pads));
            Assert.True(all[^1].IsLast);
        }
    }

    [Theory]
    [InlineData(33, 8, 8)]
    [InlineData(33, 7, 1)]
    [InlineData(18, 100, 4)]
    [InlineData(3, 100, 2)]
    [InlineData(36, 100, 2)]
    [InlineData(37, 100, 1)]
    [InlineData(48, 100, 1)]
    public void InterleaveOf_FewLastColumns_FillsAHalfVector(int columns, int run, int expected)
    {
        Assert.Equal(expected, Panels.InterleaveOf(columns, run));
        Assert.Equal(expected, Panels.Of(columns).Last().Interleave(columns, run));
        Assert.All(Panels.Of(columns).SkipLast(1), panels => Assert.Equal(1, panels.Interleave(columns, run)));
    }

    [Theory]
    [InlineData(64, 64, 4, 4)] // whole vectors
    [InlineData(40, 40, 5, 5)] // half ones
    [InlineData(34, 34, 2, 2)] // 17 + 24 of 48
    [InlineData(33, 33, 3, 3)]
    [InlineData(48, 48, 4, 2)] // 3 · 12 + 16 reach into the next pixel
    [InlineData(32, 32, 16, 4)] // as many products for blocks of 8
    [InlineData(15, 30, 5, 1)]
    [InlineData(7, 9, 1, 1)]
    public void Of_Groups_TakesBlocksThatFit(int inputs, int outputs, int groups, int expected)
        => Assert.Equal(new ConvolutionBlocks(expected, inputs / expected, outputs / expected), ConvolutionBlocks.Of(inputs, outputs, groups));
}
