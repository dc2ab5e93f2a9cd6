namespace ModelDsl.Generator.Emission;

/// <summary>
/// Where the rows of a tile lie in a and c. An address has a stride times 1, 2, 4 or 8, so that the seven odd multiples of the rows' distance in registers are enough for the
/// 14 rows that one reference reaches; the others have a second one.
/// </summary>
internal sealed class TileRows(BlockForm tile)
{
    /// <summary>The rows that one reference reaches.</summary>
    public const int OfReference = 14;

    private readonly int _half = tile.HasRowStrides && !tile.AreRowsAdjoining && tile.Rows > OfReference ? (tile.Rows + 1) / 2 : tile.Rows;

    /// <summary>Rows of the first reference, where there is a second one; else null.</summary>
    public int? Half => _half < tile.Rows ? _half : null;

    /// <summary>Writes the odd multiples of the rows' distance, in bytes.</summary>
    public void EmitStrides(CodeWriter code)
    {
        if (!tile.HasRowStrides || tile.AreRowsAdjoining) return;
        List<string> strides = ["row1 = rowA * sizeof(float)"];
        for (int row = 3; row < _half; row += 2) strides.Add($"row{row} = {row} * row1");
        code.Line($"nint {string.Join(", ", strides)};");
    }

    /// <summary>The element of a that belongs to a row.</summary>
    public string ElementOfA(string a, int row)
    {
        if (tile.Grid is { } grid) return At(a, $"{grid.OffsetA(row)}");
        if (tile.AreRowsAdjoining) return At(a, $"{row}");
        string reference = a;
        int odd = row;
        if (row >= _half) (reference, odd) = ("aHalf", row - _half);
        if (odd == 0) return reference;
        int times = 1;
        for (; odd % 2 == 0; odd /= 2) times *= 2;
        return $"Unsafe.AddByteOffset(ref {reference}, row{odd}{(times == 1 ? "" : $" * {times}")})";
    }

    /// <summary>The element of c in a row and a column.</summary>
    public string ElementOfC(int row, int column)
        => At("c", tile.Grid is { } grid ? $"{grid.OffsetC(row) + column}"
            : row == 0 ? $"{column}"
            : CodeWriter.Sum(row == 1 ? "rowC" : $"{row} * rowC", $"{column}"));

    /// <summary>The element of c in a column of the row that is stored: <see cref="EmitNext"/> goes to the next.</summary>
    public string StoredElement(int row, int column) => tile.Grid is null ? At("c", $"{column}") : ElementOfC(row, column);

    /// <summary>Goes on to the next row of c.</summary>
    public void EmitNext(CodeWriter code, int row)
    {
        if (tile.HasRowStrides && row < tile.Rows - 1) code.Line("c = ref Unsafe.Add(ref c, rowC);");
    }

    public static string At(string reference, string offset) => offset == "0" ? reference : $"Unsafe.Add(ref {reference}, {offset})";
}
