namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes one register tile: rows × columns of named sums, loaded once, stored once, with the reduction as loops around one step. Unrolling
/// the loops was measured: it is no faster, for a step has work for many cycles, and only takes the JIT longer.
/// </summary>
internal sealed class TileEmitter
{
    /// <summary>
    /// Sums that keep the multipliers busy: each waits four cycles for its last multiply-add, and some processors do two in a cycle. A tile with
    /// fewer takes several steps of the reduction at a time, each into sums of its own.
    /// </summary>
    public const int BusySums = 8;

    /// <summary>
    /// Values of a that one load takes, where a is a run. One row has a value of a for a few vectors of b, and it is the loads that take the time: shuffles,
    /// which give each value to all lanes, go on beside them.
    /// </summary>
    private const int ValuesOfLoad = 4;

    private readonly CodeWriter _code;
    private readonly BlockForm _tile;
    private readonly VectorLevel _level;
    private readonly TileRows _rows;
    private readonly int _steps;
    private readonly bool _loadsValues;
    private readonly int _unroll;

    private TileEmitter(CodeWriter code, BlockForm tile, VectorLevel level)
    {
        _code = code;
        _tile = tile;
        _level = level;
        _rows = new TileRows(tile);
        _steps = 1;
        if (tile.Counts.Count == 1 && tile.Counts[0] == 0) while (2 * _steps * tile.Rows * tile.Columns / level.Width <= BusySums) _steps *= 2;
        // Vectors of four values gain nothing: b has four loads for one of a as it is.
        _loadsValues = tile.IsRun && level.Width > ValuesOfLoad;
        _unroll = _loadsValues ? Math.Max(_steps, ValuesOfLoad) : _steps;
    }

    public static void Emit(CodeWriter code, string name, BlockForm tile, VectorLevel level) => new TileEmitter(code, tile, level).Emit(name);

    private static string Sum(int row, int column, int step = 0) => $"r{row}c{column}" + (step == 0 ? "" : $"k{step}");

    private void Emit(string name)
    {
        _code.Line($"// {_tile.Formula()}");
        _code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (_code.Block($"private static void {name}({_tile.Signature()})"))
        {
            EmitStart();
            _rows.EmitStrides(_code);
            EmitLoop(0, "a", "b");
            EmitFinish();
        }
    }

    private void EmitStart()
    {
        for (int row = 0; row < _tile.Rows; row++)
        {
            List<string> sums = [];
            for (int column = 0; column < _tile.Columns; column += _level.Width)
            {
                string start = _tile.Start switch
                {
                    TileStart.Zero => $"{_level.Type}.Zero",
                    TileStart.Bias => row == 0 ? $"{_level.Class}.LoadUnsafe(ref {TileRows.At("bias", $"{column}")})" : Sum(0, column),
                    _ => $"{_level.Class}.LoadUnsafe(ref {_rows.ElementOfC(row, column)})",
                };
                sums.Add($"{Sum(row, column)} = {start}");
            }
            _code.Line($"{_level.Type} {string.Join(", ", sums)};");
        }
        for (int step = 1; step < _steps; step++)
            _code.Line($"{_level.Type} {string.Join(", ", Sums(step).Select(sum => $"{sum} = {_level.Type}.Zero"))};");
    }

    /// <summary>The names of the sums of one of the steps that are taken at a time.</summary>
    private IEnumerable<string> Sums(int step)
        => from row in Enumerable.Range(0, _tile.Rows) from vector in Enumerable.Range(0, _tile.Columns / _level.Width) select Sum(row, vector * _level.Width, step);

    private void EmitLoop(int depth, string a, string b)
    {
        bool isInner = depth == _tile.Counts.Count - 1, hasHalf = isInner && _rows.Half is not null;
        int count = _tile.Counts[depth];
        if (hasHalf) _code.Line($"ref float aHalf = ref Unsafe.Add(ref {a}, {_rows.Half} * rowA);");
        if (isInner && count == 1)
        {
            EmitStep(a, b);
            return;
        }
        string nextA = $"aAt{depth}", nextB = $"bAt{depth}";
        _code.Line($"ref float {nextA} = ref {a}, {nextB} = ref {b};");
        for (int i = 0; i < count; i++)
        {
            using (_code.Block("// k")) EmitStep(nextA, nextB);
            if (i == count - 1) break;
            EmitAdvanceA(_tile.StepA(depth));
            EmitAdvanceB();
        }
        if (count > 0) return;
        string index = $"k{depth}", first = $"nint {index} = 0";
        if (_unroll > 1)
        {
            _code.Line($"{first};");
            first = "";
            using (_code.Block($"for (; {index} <= {_tile.Count(depth)} - {_unroll}; {index} += {_unroll})"))
            {
                for (int value = 0; _loadsValues && value < _unroll; value += ValuesOfLoad)
                    _code.Line($"Vector128<float> a{value} = Vector128.LoadUnsafe(ref {TileRows.At(nextA, $"{value}")});");
                for (int step = 0; step < _unroll; step++)
                {
                    using (_code.Block($"// k + {step}")) EmitStep(nextA, nextB, step);
                    if (!_loadsValues) EmitAdvanceA(_tile.StepA(depth));
                    EmitAdvanceB();
                }
                if (_loadsValues) EmitAdvanceA($"{_unroll}");
            }
        }
        using (_code.Block($"for ({first}; {index} < {_tile.Count(depth)}; {index}++)"))
        {
            if (isInner) EmitStep(nextA, nextB);
            else EmitLoop(depth + 1, nextA, nextB);
            EmitAdvanceA(_tile.StepA(depth));
            EmitAdvanceB();
        }

        void EmitAdvanceA(string step)
        {
            _code.Line($"{nextA} = ref Unsafe.Add(ref {nextA}, {step});");
            if (hasHalf) _code.Line($"aHalf = ref Unsafe.Add(ref aHalf, {step});");
        }

        void EmitAdvanceB() => _code.Line($"{nextB} = ref Unsafe.Add(ref {nextB}, {_tile.StepB(depth)});");
    }

    /// <summary>One k: the row of b meets the column of a.</summary>
    /// <param name="a">The column of a.</param>
    /// <param name="b">The row of b.</param>
    /// <param name="step">Which of the steps that are taken at a time; null for a step alone.</param>
    private void EmitStep(string a, string b, int? step = null)
    {
        int vectors = _tile.Columns / _level.Width;
        if (vectors <= _tile.Rows)
        {
            for (int v = 0; v < vectors; v++) EmitLoadB(b, v);
            for (int row = 0; row < _tile.Rows; row++)
            {
                EmitLoadA(a, row, step);
                for (int v = 0; v < vectors; v++) EmitMultiplyAdd(row, v, (step ?? 0) % _steps);
            }
            return;
        }
        for (int row = 0; row < _tile.Rows; row++) EmitLoadA(a, row, step);
        for (int v = 0; v < vectors; v++)
        {
            EmitLoadB(b, v);
            for (int row = 0; row < _tile.Rows; row++) EmitMultiplyAdd(row, v, (step ?? 0) % _steps);
        }
    }

    private void EmitLoadA(string a, int row, int? step)
    {
        string element = _loadsValues && step is { } value ? $"a{value / ValuesOfLoad * ValuesOfLoad}.GetElement({value % ValuesOfLoad})" : _rows.ElementOfA(a, row);
        _code.Line($"{_level.Type} x{row} = {_level.Class}.Create({element});");
    }

    private void EmitLoadB(string b, int vector)
        => _code.Line($"{_level.Type} b{vector * _level.Width} = {_level.Class}.LoadUnsafe(ref {TileRows.At(b, BlockForm.ColumnB(vector * _level.Width))});");

    private void EmitMultiplyAdd(int row, int vector, int step)
    {
        string sum = Sum(row, vector * _level.Width, step);
        _code.Line($"{sum} = {_level.Class}.{_level.MultiplyAdd}(x{row}, b{vector * _level.Width}, {sum});");
    }

    private void EmitFinish()
    {
        for (int half = _steps / 2; half > 0; half /= 2)
        {
            for (int step = 0; step < half; step++)
                _code.Line(string.Join(" ", Sums(step).Zip(Sums(step + half), (sum, other) => $"{sum} += {other};")));
        }
        for (int row = 0; row < _tile.Rows; row++)
        {
            for (int column = 0; column < _tile.Columns; column += _level.Width)
            {
                string sum = Sum(row, column);
                if (_tile.ClampAtZero) sum = _level.ClampAtZero(sum);
                _code.Line($"{sum}.StoreUnsafe(ref {_rows.StoredElement(row, column)});");
            }
            for (int pad = 0; pad < _tile.Pads; pad += _level.Width)
                _code.Line($"{_level.Type}.Zero.StoreUnsafe(ref {_rows.StoredElement(row, _tile.Columns + pad)});");
            _rows.EmitNext(_code, row);
        }
    }
}
