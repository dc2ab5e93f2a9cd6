using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>How blocks are cut into register tiles, and that layers share them.</summary>
public sealed class TileSetTests
{
    [Theory]
    [InlineData(32, 14, 2, "2×14 1×4")]
    [InlineData(128, 14, 2, "8×14 2×8")]
    [InlineData(17, 14, 2, "1×9 1×8")]
    [InlineData(28, 14, 2, "2×14")]
    [InlineData(34, 28, 1, "2×17")]
    [InlineData(35, 28, 1, "1×28 1×7")]
    [InlineData(16, 6, 2, "2×6 1×4")]
    [InlineData(32, 6, 2, "4×6 2×4")]
    [InlineData(8, 3, 4, "2×3 1×2")]
    [InlineData(7, 3, 4, "1×3 2×2")]
    [InlineData(1, 28, 1, "1×1")]
    public void Split_Rows_FillsTilesAndLeavesNoLowRest(int rows, int most, int vectors, string expected)
        => Assert.Equal(expected, string.Join(' ', TileSet.Split(rows, most, vectors).Select(part => $"{part.Times}×{part.Height}")));

    [Fact]
    public void Split_AnyRows_CoversThem()
    {
        foreach ((int most, int vectors) in new[] { (3, 4), (6, 2), (12, 1), (14, 2), (28, 1) })
        {
            for (int rows = 1; rows <= 200; rows++)
            {
                (int Height, int Times)[] parts = [.. TileSet.Split(rows, most, vectors)];
                Assert.Equal(rows, parts.Sum(part => part.Height * part.Times));
                Assert.All(parts, part => Assert.InRange(part.Height, 1, most));
            }
        }
    }

    /// <summary>8 columns take vectors of 256 bits at every level that has them, with the registers of the level.</summary>
    [Theory]
    [InlineData(512, 24, false, "0: 16 of 512 × 28, 16: 8 of 256 × 28")]
    [InlineData(512, 64, false, "0: 64 of 512 × 7")]
    [InlineData(256, 24, false, "0: 24 of 256 × 4")]
    [InlineData(256, 24, true, "0: 16 of 256 × 6, 16: 8 of 256 × 12")]
    [InlineData(256, 32, false, "0: 32 of 256 × 3")]
    [InlineData(128, 24, false, "0: 16 of 128 × 3, 16: 8 of 128 × 6")]
    public void TilesOf_Columns_CoversThem(int bits, int columns, bool areRowsAdjoining, string expected)
    {
        VectorLevel level = Assert.Single(VectorLevel.All, level => level.Bits == bits);
        Assert.Equal(expected, string.Join(", ", level.TilesOf(columns, rows: 32, areRowsAdjoining).Select(tile => $"{tile.First}: {tile.Count} of {tile.Vectors.Bits} × {tile.MostRows}")));
    }

    /// <summary>Interleaved columns are a tile of their own, with vectors of 256 bits.</summary>
    [Theory]
    [InlineData(512, 24, "0: 16 of 512 × 28, 16: 8 of 256 × 14")]
    [InlineData(256, 24, "0: 16 of 256 × 6, 16: 8 of 256 × 12")]
    [InlineData(256, 8, "0: 8 of 256 × 12")]
    public void TilesOf_InterleavedColumns_CoversThem(int bits, int columns, string expected)
    {
        VectorLevel level = Assert.Single(VectorLevel.All, level => level.Bits == bits);
        Assert.Equal(expected, string.Join(", ", level.TilesOf(columns, rows: 32, areRowsAdjoining: false, isInterleaved: true).Select(tile => $"{tile.First}: {tile.Count} of {tile.Vectors.Bits} × {tile.MostRows}")));
    }

    /// <summary>Of 19 values of k, a vector has eight, and the last one ends with the last of them; four rows are added up together. Vectors of 128 bits have one value of each column.</summary>
    [Fact]
    public void Call_InterleavedColumn_MeetsSeveralValuesAtOnce()
    {
        TileSet tiles = new();
        MatrixBlock block = new(RowGrid.Line(5, 100, 64), 24, new EquatableArray<ReductionLoop>([new ReductionLoop(19, 1, 32)]), TileStart.Zero, Interleave: 8);
        Assert.Equal("Tiles.Block5x24(ref x[0], ref w[0], ref y[0], rowA: 100, rowC: 64, count: 19, stepA: 1, stepB: 32);", tiles.Call(block, "x[0]", "w[0]", "y[0]"));
        // An equal rest shares the code, another one does not.
        Assert.StartsWith("Tiles.Block5x24(", tiles.Call(block with { Loops = new EquatableArray<ReductionLoop>([new ReductionLoop(27, 1, 32)]) }, "x[0]", "w[0]", "y[0]"));
        Assert.StartsWith("Tiles.Block5x24_2(", tiles.Call(block with { Loops = new EquatableArray<ReductionLoop>([new ReductionLoop(20, 1, 32)]) }, "x[0]", "w[0]", "y[0]"));
        CodeWriter code = new();
        tiles.Emit(code);
        string text = code.ToString();
        Assert.Contains("Tile5x1By8(ref a, ref Unsafe.Add(ref b, 16), ref Unsafe.Add(ref c, 16), rowA, rowC, count, stepA, stepB);", text);
        Assert.Contains("Vector256<float> isNew = Vector256.Create(0, 0, 0, 0, 0, -1, -1, -1).AsSingle();", text);
        Assert.Contains("aAt0 = ref Unsafe.Add(ref aAt0, -5);", text);
        Assert.Contains("= Interleaved.Sum8(r0, r1, r2, r3);", text);
        Assert.Contains("Vector128<float> s4 = Interleaved.Sum8(r4);", text);
        Assert.Contains("Tile5x8Bits128(ref a, ref Unsafe.Add(ref b, 16), ref Unsafe.Add(ref c, 16), rowA, rowC, count, stepA, stepB);", text);
    }

    [Fact]
    public void Call_LayersOfDifferentSizes_ShareOneBlock()
    {
        TileSet tiles = new();
        string first = tiles.Call(Block(inputs: 784, outputs: 128), "x[0]", "w[0]", "y[0]");
        string second = tiles.Call(Block(inputs: 128, outputs: 64), "y[0]", "v[0]", "z[0]");
        Assert.Equal("Tiles.Block14x32(ref x[0], ref w[0], ref y[0], rowA: 784, rowC: 128, count: 784, stepA: 1, stepB: 32);", first);
        Assert.Equal("Tiles.Block14x32(ref y[0], ref v[0], ref z[0], rowA: 128, rowC: 64, count: 128, stepA: 1, stepB: 32);", second);
        CodeWriter code = new();
        tiles.Emit(code);
        Assert.Equal(2, code.ToString().Split("void Tile14x32Bits512(").Length);
    }

    [Fact]
    public void Call_PairOfPanels_IsOneTileOrTheTilesOfEach()
    {
        TileSet tiles = new();
        MatrixBlock pair = new(RowGrid.Line(1, 100, 64), 64, new EquatableArray<ReductionLoop>([new ReductionLoop(100, 1, 32)]), TileStart.Zero, PanelB: 3200);
        Assert.Equal("Tiles.Block1x64(ref x[0], ref w[0], ref y[0], panelB: 3200, count: 100, stepB: 32);", tiles.Call(pair, "x[0]", "w[0]", "y[0]"));
        CodeWriter code = new();
        tiles.Emit(code);
        string text = code.ToString();
        Assert.Contains("Tile1x64Bits512(ref a, ref b, ref c, panelB, count, stepB);", text);
        Assert.Contains("LoadUnsafe(ref Unsafe.Add(ref bAt0, panelB + 16));", text);
        Assert.Contains("Tile1x16Bits128(ref a, ref Unsafe.Add(ref b, panelB + 16), ref Unsafe.Add(ref c, 48), count, stepB);", text);
    }

    private static MatrixBlock Block(int inputs, int outputs)
        => new(RowGrid.Line(14, inputs, outputs), 32, new EquatableArray<ReductionLoop>([new ReductionLoop(inputs, 1, 32)]), TileStart.Zero);
}
