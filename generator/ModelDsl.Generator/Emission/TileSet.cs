namespace ModelDsl.Generator.Emission;

/// <summary>
/// The register tiles of a model. A step asks for a <see cref="MatrixBlock"/>; this class cuts it into tiles that fit the registers of each
/// instruction level, and writes each form of a block and of a tile once, however many steps use it. Rows make as many full tiles as they can,
/// which all layers share, and one of what is left: 32 rows become 14 + 14 + 4. A rest too low to keep the multipliers busy shares with a full
/// tile: 17 rows become 9 + 8.
/// </summary>
internal sealed class TileSet
{
    private readonly Dictionary<BlockForm, string> _blocks = [];
    private readonly Dictionary<(BlockForm Form, VectorLevel Level), string> _tiles = [];
    private readonly HashSet<string> _names = [];
    private readonly List<(string Name, BlockForm Form)> _blockOrder = [];
    private readonly List<(string Name, BlockForm Form, VectorLevel Level)> _tileOrder = [];

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
        block = block with { Rows = block.Rows.Simplified() };
        BlockForm form = BlockForm.Of(block);
        if (!_blocks.TryGetValue(form, out string? name))
        {
            _blocks[form] = name = Unique($"Block{form.Rows}x{form.Columns}");
            _blockOrder.Add((name, form));
        }
        string start = form.Start == TileStart.Bias ? $", ref {bias}" : "";
        string arguments = string.Concat(form.Parameters().Zip(form.Arguments(block, count), (parameter, value) => $", {parameter}: {value}"));
        return $"Tiles.{name}(ref {a}, ref {b}, ref {c}{start}{arguments});";
    }

    /// <summary>Writes the class that holds blocks and tiles.</summary>
    public void Emit(CodeWriter code)
    {
        code.Line("/// <summary>");
        code.Line("/// The matrix products of the network. A block is what a step asks for; it is made of tiles, whose sums stay in registers:");
        code.Line("/// <c>r3c16</c> is the sum of row 3 from column 16 on. Which tiles a block uses is a constant to the JIT. Layers of different sizes share");
        code.Line("/// them: the floats from one row to the next (<c>rowA</c>, <c>rowC</c>), from one k to the next (<c>stepA</c>, <c>stepB</c>) and from one panel of 32 columns");
        code.Line("/// to the next (<c>panelB</c>) are arguments.");
        code.Line("/// A processor's address has a register times 1, 2, 4 or 8: row 12 of a is 4 times <c>row3</c>.");
        code.Line("/// </summary>");
        using (code.Block("private static class Tiles"))
        {
            bool isFirst = true;
            foreach ((string name, BlockForm form) in _blockOrder)
            {
                if (!isFirst) code.Line();
                isFirst = false;
                EmitBlock(code, name, form);
            }
            // The list does not grow here: blocks have asked for all their tiles.
            foreach ((string name, BlockForm form, VectorLevel level) in _tileOrder)
            {
                code.Line();
                if (form.IsInterleaved) InterleavedTileEmitter.Emit(code, name, form);
                else TileEmitter.Emit(code, name, form, level);
            }
        }
    }

    private void EmitBlock(CodeWriter code, string name, BlockForm form)
    {
        code.Line($"// {form.Formula()}");
        using (code.Block($"internal static void {name}({form.Signature()})"))
        {
            for (int i = 0; i < VectorLevel.All.Length; i++)
            {
                VectorLevel level = VectorLevel.All[i];
                string condition = level.Condition is { } test ? $"if ({test})" : "";
                using (code.Block(i == 0 ? condition : $"else {condition}".TrimEnd())) EmitLevel(code, form, level);
            }
        }
    }

    private void EmitLevel(CodeWriter code, BlockForm form, VectorLevel level)
    {
        bool isInterleaved = level.Interleaves && form.Interleave > 1;
        foreach (TileColumns columns in level.TilesOf(form.Columns, form.Rows, form.AreRowsAdjoining, isInterleaved))
        {
            bool isLast = columns.First + columns.Count == form.Columns;
            BlockForm part = form with { Columns = columns.Count, Pads = isLast ? form.Pads : 0 };
            if (!isInterleaved || !isLast) part = part with { Interleave = 1, Rest = 0 };
            if (form.Rows <= columns.MostRows)
            {
                EmitCall(code, part, columns, ["0"], ["0"], "rowA", "rowC");
            }
            else if (form.Grid is { } grid)
            {
                // Too many rows for the registers: one line of the grid after the other.
                BlockForm line = part with { Rows = grid.Inner, Grid = null, AreRowsAdjoining = grid.InnerStrideA == 1 };
                using (code.Block($"for (int i = 0; i < {grid.Outer}; i++)"))
                    EmitLine(code, line, columns, [$"i * {grid.OuterStrideA}"], [$"i * {grid.OuterStrideC}"], $"{grid.InnerStrideA}", $"{grid.InnerStrideC}");
            }
            else
            {
                EmitLine(code, part, columns, [], [], "rowA", "rowC");
            }
        }
    }

    private void EmitLine(CodeWriter code, BlockForm line, TileColumns columns, string[] baseA, string[] baseC, string rowA, string rowC)
    {
        if (line.AreRowsAdjoining) rowA = "1";
        int first = 0;
        foreach ((int height, int times) in Split(line.Rows, columns.MostRows, line.Columns / columns.Vectors.Width))
        {
            BlockForm tile = line with { Rows = height };
            if (times == 1)
            {
                EmitCall(code, tile, columns, [.. baseA, Times($"{first}", rowA)], [.. baseC, Times($"{first}", rowC)], rowA, rowC);
            }
            else
            {
                using (code.Block($"for (int r = {first}; r < {first + times * height}; r += {height})"))
                    EmitCall(code, tile, columns, [.. baseA, Times("r", rowA)], [.. baseC, Times("r", rowC)], rowA, rowC);
            }
            first += times * height;
        }
    }

    /// <summary>Sums below which a rest shares rows with a full tile: a step of one less than keeps the multipliers busy is as good as two tiles of half the height.</summary>
    private const int FewestSums = TileEmitter.BusySums - 1;

    /// <summary>The heights of tiles that cover some rows, and how many there are of each.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="most">Rows of the highest tile.</param>
    /// <param name="vectors">Sums of a row.</param>
    internal static IEnumerable<(int Height, int Times)> Split(int rows, int most, int vectors)
    {
        int full = rows / most, rest = rows % most;
        if (full == 0 || rest == 0 || rest * vectors >= FewestSums)
        {
            if (full > 0) yield return (most, full);
            if (rest > 0) yield return (rest, 1);
            yield break;
        }
        int both = most + rest;
        if (full > 1) yield return (most, full - 1);
        if (both % 2 == 0) yield return (both / 2, 2);
        else
        {
            yield return (both / 2 + 1, 1);
            yield return (both / 2, 1);
        }
    }

    private void EmitCall(CodeWriter code, BlockForm tile, TileColumns columns, string[] offsetA, string[] offsetC, string rowA, string rowC)
    {
        VectorLevel level = columns.Vectors;
        int column = columns.First;
        // One row has no distance to the next: without it equal tiles are recognised as equal.
        if (tile.Rows == 1) tile = tile with { Grid = null, AreRowsAdjoining = false };
        if (!_tiles.TryGetValue((tile, level), out string? name))
        {
            _tiles[(tile, level)] = name = Unique(tile.IsInterleaved ? $"Tile{tile.Rows}x{Panels.Half / tile.Interleave}By{tile.Interleave}" : $"Tile{tile.Rows}x{tile.Columns}Bits{level.Bits}");
            _tileOrder.Add((name, tile, level));
        }
        string bias = tile.Start == TileStart.Bias ? $", {At("bias", $"{column}")}" : "";
        string arguments = string.Concat(tile.Parameters().Select(parameter => $", {(parameter == "rowA" ? rowA : parameter == "rowC" ? rowC : parameter)}"));
        code.Line($"{name}({At("a", offsetA)}, {At("b", BlockForm.ColumnB(column))}, {At("c", [.. offsetC, $"{column}"])}{bias}{arguments});");
    }

    private static string Times(string index, string stride)
        => index == "0" ? "0"
        : stride == "1" ? index
        : int.TryParse(index, out int times) && int.TryParse(stride, out int floats) ? $"{times * floats}"
        : $"{index} * {stride}";

    private static string At(string reference, params string[] offset)
    {
        string sum = CodeWriter.Sum(offset);
        return sum == "0" ? $"ref {reference}" : $"ref Unsafe.Add(ref {reference}, {sum})";
    }

    private string Unique(string name)
    {
        string result = name;
        for (int i = 2; !_names.Add(result); i++) result = $"{name}_{i}";
        return result;
    }
}
