namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes the register tile of a few last columns, 1, 2 or 4, of which b has 8, 4 or 2 values of k side by side: a vector of it meets as many values of a, which one load gives
/// to each column, so that no lane is empty. A vector of sums belongs to a row; its neighbours are added up at the end.
/// </summary>
internal sealed class InterleavedTileEmitter
{
    private const string Vector = "Vector256";

    private readonly CodeWriter _code;
    private readonly BlockForm _tile;
    private readonly TileRows _rows;

    /// <summary>Groups of values that are taken at a time, each into sums of its own, where a few rows would wait for their last multiply-add: as <see cref="TileEmitter"/> does.</summary>
    private readonly int _steps;

    private InterleavedTileEmitter(CodeWriter code, BlockForm tile)
    {
        _code = code;
        _tile = tile;
        _rows = new TileRows(tile);
        _steps = 1;
        if (tile.Counts.Count == 1) while (2 * _steps * tile.Rows <= TileEmitter.BusySums) _steps *= 2;
    }

    public static void Emit(CodeWriter code, string name, BlockForm tile) => new InterleavedTileEmitter(code, tile).Emit(name);

    private static string Sum(int row, int step = 0) => $"r{row}" + (step == 0 ? "" : $"k{step}");

    private void Emit(string name)
    {
        _code.Line($"// {_tile.Formula()}");
        _code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (_code.Block($"private static void {name}({_tile.Signature()})"))
        {
            for (int step = 0; step < _steps; step++)
                _code.Line($"{Vector}<float> {string.Join(", ", Enumerable.Range(0, _tile.Rows).Select(row => $"{Sum(row, step)} = {Vector}<float>.Zero"))};");
            _rows.EmitStrides(_code);
            EmitLoop(0, "a", "b");
            for (int half = _steps / 2; half > 0; half /= 2)
            {
                for (int step = 0; step < half; step++)
                    _code.Line(string.Join(" ", Enumerable.Range(0, _tile.Rows).Select(row => $"{Sum(row, step)} += {Sum(row, step + half)};")));
            }
            EmitStores();
        }
    }

    private void EmitLoop(int depth, string a, string b)
    {
        string nextA = $"aAt{depth}", nextB = $"bAt{depth}", index = $"k{depth}", count = _tile.Count(depth);
        int width = _tile.Interleave;
        _code.Line($"ref float {nextA} = ref {a}, {nextB} = ref {b};");
        if (depth < _tile.Counts.Count - 1)
        {
            using (_code.Block($"for (nint {index} = 0; {index} < {count}; {index}++)"))
            {
                EmitLoop(depth + 1, nextA, nextB);
                _code.Line($"{nextA} = ref Unsafe.Add(ref {nextA}, {_tile.StepA(depth)});");
                _code.Line($"{nextB} = ref Unsafe.Add(ref {nextB}, {_tile.StepB(depth)});");
            }
            return;
        }
        string first = $"nint {index} = 0";
        if (_steps > 1)
        {
            _code.Line($"{first};");
            first = "";
            using (_code.Block($"for (; {index} <= {count} - {_steps * width}; {index} += {_steps * width})"))
            {
                for (int step = 0; step < _steps; step++)
                {
                    using (_code.Block($"// k + {step * width}")) EmitGroup(step);
                }
            }
        }
        using (_code.Block($"for ({first}; {index} <= {count} - {width}; {index} += {width})")) EmitGroup(0);
        if (_tile.Rest == 0) return;
        // Vectors that end with the last value: a longer one would read behind the matrix.
        using (_code.Block($"// the last {_tile.Rest}: what is before them in a vector of a has been added"))
        {
            string mask = string.Join(", ", Enumerable.Range(0, Panels.Half).Select(lane => lane % width < width - _tile.Rest ? "0" : "-1"));
            _code.Line($"{Vector}<float> isNew = {Vector}.Create({mask}).AsSingle();");
            _code.Line($"{nextA} = ref Unsafe.Add(ref {nextA}, {_tile.Rest - width});");
            EmitStep(nextA, nextB, " & isNew", 0);
        }

        void EmitGroup(int step)
        {
            EmitStep(nextA, nextB, "", step);
            _code.Line($"{nextA} = ref Unsafe.Add(ref {nextA}, {width});");
            _code.Line($"{nextB} = ref Unsafe.Add(ref {nextB}, {width} * {_tile.StepB(depth)});");
        }
    }

    private void EmitStep(string a, string b, string mask, int step)
    {
        _code.Line($"{Vector}<float> b0 = {Vector}.LoadUnsafe(ref {b});");
        for (int row = 0; row < _tile.Rows; row++)
            _code.Line($"{Sum(row, step)} = {Vector}.FusedMultiplyAdd(Interleaved.Load{_tile.Interleave}(ref {_rows.ElementOfA(a, row)}){mask}, b0, {Sum(row, step)});");
    }

    private void EmitStores()
    {
        // Two columns and fewer of four rows are added up together, four columns of two rows.
        int together = _tile.Interleave == 2 ? 2 : 4;
        for (int row = 0; row < _tile.Rows; row += together)
        {
            if (row + together > _tile.Rows) together = 1;
            IEnumerable<int> rows = Enumerable.Range(row, together);
            string sums = together == 1 ? $"Vector128<float> s{row}" : $"({string.Join(", ", rows.Select(each => $"Vector128<float> s{each}"))})";
            _code.Line($"{sums} = Interleaved.Sum{_tile.Interleave}({string.Join(", ", rows.Select(each => Sum(each)))});");
            foreach (int each in rows) EmitStore(each);
        }
    }

    private void EmitStore(int row)
    {
        string sum = $"s{row}";
        if (_tile.Start == TileStart.Bias) sum += " + Vector128.LoadUnsafe(ref bias)";
        if (_tile.Start == TileStart.Sum) sum += $" + Vector128.LoadUnsafe(ref {_rows.StoredElement(row, 0)})";
        if (_tile.ClampAtZero) sum = VectorLevel.Portable.ClampAtZero(sum);
        else if (_tile.Start != TileStart.Zero) sum = $"({sum})";
        // Where sums are added, there are zeros behind them already.
        if (_tile.Start != TileStart.Sum) sum += ".ToVector256()";
        _code.Line($"{sum}.StoreUnsafe(ref {_rows.StoredElement(row, 0)});");
        if (_tile.Pads > 0 && _tile.Start != TileStart.Sum) _code.Line($"{Vector}<float>.Zero.StoreUnsafe(ref {_rows.StoredElement(row, Panels.Half)});");
        _rows.EmitNext(_code, row);
    }
}
