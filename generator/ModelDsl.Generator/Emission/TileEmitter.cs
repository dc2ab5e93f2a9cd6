namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes one register tile: rows × columns of named sums, loaded once, stored once, with the reduction as loops around an unrolled core.
/// </summary>
internal static class TileEmitter
{
    /// <summary>A reduction of so many steps in all is written out; the budget of a method is far from it (14 × 2 × 16 multiply-adds).</summary>
    private const int LongestUnrolled = 16;

    /// <summary>The innermost loop is written out up to this length.</summary>
    private const int LongestInner = 9;

    public static void Emit(CodeWriter code, string name, MatrixBlock tile, VectorLevel level)
    {
        code.Line($"// c [{tile.Rows.Count} × {tile.Columns}] = {TileSet.Formula(tile)}    {TileSet.Reduction(tile)}");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"private static void {name}({TileSet.Parameters(tile)})"))
        {
            EmitStart(code, tile, level);
            EmitLoops(code, tile, level);
            EmitFinish(code, tile, level);
        }
    }

    private static string Sum(int row, int column) => $"r{row}c{column}";

    private static string Reference(string name, int offset) => offset == 0 ? $"ref {name}" : $"ref Unsafe.Add(ref {name}, {offset})";

    private static void EmitStart(CodeWriter code, MatrixBlock tile, VectorLevel level)
    {
        for (int row = 0; row < tile.Rows.Count; row++)
        {
            List<string> sums = [];
            for (int column = 0; column < tile.Columns; column += level.Width)
            {
                string start = tile.Start switch
                {
                    TileStart.Zero => $"{level.Type}.Zero",
                    TileStart.Bias => row == 0 ? $"{level.Class}.LoadUnsafe({Reference("bias", column)})" : Sum(0, column),
                    _ => $"{level.Class}.LoadUnsafe({Reference("c", tile.Rows.OffsetC(row) + column)})",
                };
                sums.Add($"{Sum(row, column)} = {start}");
            }
            code.Line($"{level.Type} {string.Join(", ", sums)};");
        }
    }

    private static void EmitLoops(CodeWriter code, MatrixBlock tile, VectorLevel level)
    {
        int total = 1;
        foreach (ReductionLoop loop in tile.Loops) total *= loop.Count;
        if (total is > 0 and <= LongestUnrolled)
        {
            EmitUnrolled(code, tile, level, 0, 0, 0);
            return;
        }
        EmitLoop(code, tile, level, 0, "a", "b");
    }

    private static void EmitUnrolled(CodeWriter code, MatrixBlock tile, VectorLevel level, int depth, int offsetA, int offsetB)
    {
        if (depth == tile.Loops.Count)
        {
            EmitStep(code, tile, level, "a", "b", offsetA, offsetB);
            return;
        }
        ReductionLoop loop = tile.Loops[depth];
        for (int i = 0; i < loop.Count; i++) EmitUnrolled(code, tile, level, depth + 1, offsetA + i * loop.StrideA, offsetB + i * loop.StrideB);
    }

    private static void EmitLoop(CodeWriter code, MatrixBlock tile, VectorLevel level, int depth, string a, string b)
    {
        ReductionLoop loop = tile.Loops[depth];
        bool isInner = depth == tile.Loops.Count - 1;
        if (isInner && loop.Count is > 0 and <= LongestInner)
        {
            for (int i = 0; i < loop.Count; i++) EmitStep(code, tile, level, a, b, i * loop.StrideA, i * loop.StrideB);
            return;
        }
        if (!isInner && loop.Count == 1)
        {
            EmitLoop(code, tile, level, depth + 1, a, b);
            return;
        }

        string nextA = $"aAt{depth}", nextB = $"bAt{depth}", index = $"k{depth}";
        code.Line($"ref float {nextA} = ref {a}, {nextB} = ref {b};");
        int unroll = isInner ? UnrollOf(loop.Count, level) : 1;
        if (loop.Count == 0)
        {
            code.Line($"int {index} = 0;");
            using (code.Block($"for (; {index} <= count - {unroll}; {index} += {unroll})")) EmitBody(unroll);
            using (code.Block($"for (; {index} < count; {index}++)")) EmitBody(1);
            return;
        }
        int whole = loop.Count / unroll * unroll;
        using (code.Block($"for (int {index} = 0; {index} < {whole}; {index}{(unroll == 1 ? "++" : $" += {unroll}")})")) EmitBody(unroll);
        for (int i = whole; i < loop.Count; i++) EmitStep(code, tile, level, nextA, nextB, (i - whole) * loop.StrideA, (i - whole) * loop.StrideB);

        void EmitBody(int steps)
        {
            if (isInner)
            {
                for (int i = 0; i < steps; i++) EmitStep(code, tile, level, nextA, nextB, i * loop.StrideA, i * loop.StrideB);
            }
            else
            {
                EmitLoop(code, tile, level, depth + 1, nextA, nextB);
            }
            code.Line($"{nextA} = ref Unsafe.Add(ref {nextA}, {steps * loop.StrideA});");
            code.Line($"{nextB} = ref Unsafe.Add(ref {nextB}, {steps * loop.StrideB});");
        }
    }

    /// <summary>The level's own unrolling, or one near it that divides the count and so leaves no rest.</summary>
    private static int UnrollOf(int count, VectorLevel level)
    {
        if (count == 0 || count % level.Unroll == 0) return level.Unroll;
        for (int unroll = level.Unroll + 3; unroll > 1; unroll--)
        {
            if (level.Unroll > 1 && count % unroll == 0) return unroll;
        }
        return level.Unroll;
    }

    /// <summary>One k: the row of b meets the column of a.</summary>
    private static void EmitStep(CodeWriter code, MatrixBlock tile, VectorLevel level, string a, string b, int offsetA, int offsetB)
    {
        int rows = tile.Rows.Count, vectors = tile.Columns / level.Width;
        using (code.Block("// k"))
        {
            if (vectors <= rows)
            {
                for (int v = 0; v < vectors; v++) code.Line($"{level.Type} b{v * level.Width} = {level.Class}.LoadUnsafe({Reference(b, offsetB + v * level.Width)});");
                for (int row = 0; row < rows; row++)
                {
                    code.Line($"{level.Type} x{row} = {level.Class}.Create({Element(a, offsetA + tile.Rows.OffsetA(row))});");
                    for (int v = 0; v < vectors; v++) EmitMultiplyAdd(row, v, $"x{row}", $"b{v * level.Width}");
                }
            }
            else
            {
                for (int row = 0; row < rows; row++) code.Line($"{level.Type} x{row} = {level.Class}.Create({Element(a, offsetA + tile.Rows.OffsetA(row))});");
                for (int v = 0; v < vectors; v++)
                {
                    code.Line($"{level.Type} b{v * level.Width} = {level.Class}.LoadUnsafe({Reference(b, offsetB + v * level.Width)});");
                    for (int row = 0; row < rows; row++) EmitMultiplyAdd(row, v, $"x{row}", $"b{v * level.Width}");
                }
            }
        }

        void EmitMultiplyAdd(int row, int v, string x, string y)
        {
            string sum = Sum(row, v * level.Width);
            code.Line($"{sum} = {level.Class}.{level.MultiplyAdd}({x}, {y}, {sum});");
        }
    }

    private static string Element(string name, int offset) => offset == 0 ? name : $"Unsafe.Add(ref {name}, {offset})";

    private static void EmitFinish(CodeWriter code, MatrixBlock tile, VectorLevel level)
    {
        for (int row = 0; row < tile.Rows.Count; row++)
        {
            for (int column = 0; column < tile.Columns; column += level.Width)
            {
                string sum = Sum(row, column);
                if (tile.ClampAtZero) sum = $"{level.Class}.Max({sum}, {level.Type}.Zero)";
                code.Line($"{sum}.StoreUnsafe({Reference("c", tile.Rows.OffsetC(row) + column)});");
            }
        }
    }
}
