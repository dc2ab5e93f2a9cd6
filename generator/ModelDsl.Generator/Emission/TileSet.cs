namespace ModelDsl.Generator.Emission;

/// <summary>
/// The register tiles of a model. A step asks for a <see cref="MatrixBlock"/>; this class cuts it into tiles that fit the registers of each
/// instruction level, and writes each tile once, however many steps use it. Rows are split evenly: 28 rows become 14 + 14, 17 become 9 + 8.
/// </summary>
internal sealed class TileSet
{
    private readonly Dictionary<MatrixBlock, string> _blocks = [];
    private readonly Dictionary<(MatrixBlock Block, VectorLevel Level), string> _tiles = [];
    private readonly HashSet<string> _names = [];
    private readonly List<(string Name, MatrixBlock Block)> _blockOrder = [];
    private readonly List<(string Name, MatrixBlock Block, VectorLevel Level)> _tileOrder = [];

    public bool IsEmpty => _blockOrder.Count == 0;

    /// <summary>The call of a block, as a statement.</summary>
    /// <param name="block">What to compute.</param>
    /// <param name="a">A reference to the first element of a: <c>x[0]</c>.</param>
    /// <param name="b">A reference to the first element of b.</param>
    /// <param name="c">A reference to the first element of c.</param>
    /// <param name="bias">A reference to the first bias, when the block starts from it.</param>
    /// <param name="count">The innermost count, when it is known at run time alone.</param>
    public string Call(MatrixBlock block, string a, string b, string c, string? bias = null, string? count = null)
    {
        if (!_blocks.TryGetValue(block, out string? name))
        {
            _blocks[block] = name = Unique($"Block{block.Rows.Count}x{block.Columns}");
            _blockOrder.Add((name, block));
        }
        return $"Tiles.{name}(ref {a}, ref {b}, ref {c}{(block.Start == TileStart.Bias ? $", ref {bias}" : "")}{(HasDynamicCount(block) ? $", {count}" : "")});";
    }

    /// <summary>Writes the class that holds blocks and tiles.</summary>
    public void Emit(CodeWriter code)
    {
        code.Line("/// <summary>");
        code.Line("/// The matrix products of the network. A block is what a step asks for; it is made of tiles, whose sums stay in registers:");
        code.Line("/// <c>r3c16</c> is the sum of row 3 from column 16 on. Which tiles a block uses is a constant to the JIT.");
        code.Line("/// </summary>");
        using (code.Block("private static class Tiles"))
        {
            bool isFirst = true;
            foreach ((string name, MatrixBlock block) in _blockOrder)
            {
                if (!isFirst) code.Line();
                isFirst = false;
                EmitBlock(code, name, block);
            }
            // The list does not grow here: blocks have asked for all their tiles.
            foreach ((string name, MatrixBlock block, VectorLevel level) in _tileOrder)
            {
                code.Line();
                TileEmitter.Emit(code, name, block, level);
            }
        }
    }

    internal static bool HasDynamicCount(MatrixBlock block) => block.Loops[block.Loops.Count - 1].Count == 0;

    internal static string Parameters(MatrixBlock block)
        => "ref float a, ref float b, ref float c" + (block.Start == TileStart.Bias ? ", ref float bias" : "") + (HasDynamicCount(block) ? ", int count" : "");

    /// <summary>The reduction in a comment: <c>k = 3 × 96</c>.</summary>
    internal static string Reduction(MatrixBlock block) => "k = " + string.Join(" × ", block.Loops.Items.Select(loop => loop.Count == 0 ? "count" : loop.Count.ToString()));

    internal static string Formula(MatrixBlock block)
    {
        string sum = block.Start switch { TileStart.Bias => "bias + a · b", TileStart.Sum => "c + a · b", _ => "a · b" };
        return block.ClampAtZero ? $"max({sum}, 0)" : sum;
    }

    private void EmitBlock(CodeWriter code, string name, MatrixBlock block)
    {
        code.Line($"// c [{block.Rows.Count} × {block.Columns}] = {Formula(block)}    {Reduction(block)}");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"internal static void {name}({Parameters(block)})"))
        {
            for (int i = 0; i < VectorLevel.All.Length; i++)
            {
                VectorLevel level = VectorLevel.All[i];
                string condition = level.Condition is { } test ? $"if ({test})" : "";
                using (code.Block(i == 0 ? condition : $"else {condition}".TrimEnd())) EmitLevel(code, block, level);
            }
        }
    }

    private void EmitLevel(CodeWriter code, MatrixBlock block, VectorLevel level)
    {
        int columns = level.ColumnsOf(block.Columns);
        int most = level.MostRows(columns);
        for (int column = 0; column < block.Columns; column += columns)
        {
            RowGrid rows = block.Rows;
            if (rows.Count <= most)
            {
                EmitCall(code, block with { Columns = columns }, level, "0", "0", column);
                continue;
            }
            // Too many rows for the registers: one line of the grid after the other, each split evenly.
            int parts = (rows.Inner + most - 1) / most;
            int small = rows.Inner / parts, larger = rows.Inner % parts;
            if (rows.Outer > 1)
            {
                using (code.Block($"for (int i = 0; i < {rows.Outer}; i++)"))
                    EmitLine(code, block, level, columns, column, small, larger, parts, $"i * {rows.OuterStrideA} + ", $"i * {rows.OuterStrideC} + ");
            }
            else
            {
                EmitLine(code, block, level, columns, column, small, larger, parts, "", "");
            }
        }
    }

    private void EmitLine(CodeWriter code, MatrixBlock block, VectorLevel level, int columns, int column, int small, int larger, int parts, string baseA, string baseC)
    {
        RowGrid rows = block.Rows;
        EmitRun(small + 1, larger, 0);
        EmitRun(small, parts - larger, larger * (small + 1));

        void EmitRun(int height, int times, int first)
        {
            if (times == 0) return;
            MatrixBlock tile = block with { Columns = columns, Rows = RowGrid.Line(height, rows.InnerStrideA, rows.InnerStrideC) };
            if (times == 1)
            {
                EmitCall(code, tile, level, $"{baseA}{first * rows.InnerStrideA}", $"{baseC}{first * rows.InnerStrideC}", column);
                return;
            }
            using (code.Block($"for (int r = {first}; r < {first + times * height}; r += {height})"))
                EmitCall(code, tile, level, $"{baseA}r * {rows.InnerStrideA}", $"{baseC}r * {rows.InnerStrideC}", column);
        }
    }

    private void EmitCall(CodeWriter code, MatrixBlock tile, VectorLevel level, string offsetA, string offsetC, int column)
    {
        // A single line's outer strides say nothing: without them equal tiles are recognised as equal.
        RowGrid rows = tile.Rows.Outer == 1 ? RowGrid.Line(tile.Rows.Inner, tile.Rows.InnerStrideA, tile.Rows.InnerStrideC) : tile.Rows;
        tile = tile with { Rows = rows };
        if (!_tiles.TryGetValue((tile, level), out string? name))
        {
            _tiles[(tile, level)] = name = Unique($"Tile{rows.Count}x{tile.Columns}Bits{level.Bits}");
            _tileOrder.Add((name, tile, level));
        }
        string columnC = column == 0 ? "" : $" + {column}";
        string bias = tile.Start != TileStart.Bias ? "" : $", {At("bias", column == 0 ? "0" : column.ToString())}";
        code.Line($"{name}({At("a", offsetA)}, {At("b", column == 0 ? "0" : column.ToString())}, {At("c", $"{offsetC}{columnC}")}{bias}{(HasDynamicCount(tile) ? ", count" : "")});");
    }

    private static string At(string reference, string offset)
    {
        offset = offset.StartsWith("0 + ", StringComparison.Ordinal) ? offset.Substring(4) : offset;
        return offset == "0" ? $"ref {reference}" : $"ref Unsafe.Add(ref {reference}, {offset})";
    }

    private string Unique(string name)
    {
        string result = name;
        for (int i = 2; !_names.Add(result); i++) result = $"{name}_{i}";
        return result;
    }
}
