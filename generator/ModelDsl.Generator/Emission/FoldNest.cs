using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes sums (or the greatest, or the smallest) over some dimensions of a value, and over the samples of a piece where the result is not per sample.
/// What lies as a run within the sum is added up by itself; where the runs are kept (channels, when a picture is summed over its pixels), they
/// are added up side by side.
/// </summary>
internal sealed class FoldNest
{
    private readonly Fold _fold;
    private readonly Operand _from, _to;
    private readonly List<Loop> _kept = [], _summed = [];
    private readonly Loop? _lanes;

    /// <param name="fold">What becomes of several elements.</param>
    /// <param name="shape">The shape of what is summed.</param>
    /// <param name="from">What is summed.</param>
    /// <param name="to">The result, with step 0 for the dimensions of the sum.</param>
    /// <param name="isSummed">Whether a dimension is one of the sum.</param>
    public FoldNest(Fold fold, Shape shape, Operand from, Operand to, Func<int, bool> isSummed)
    {
        (_fold, _from, _to) = (fold, from, to);
        List<Loop> kept = [];
        for (int i = 0; i < shape.Rank; i++)
        {
            Loop loop = new(shape[i], [from.Strides.Steps[i], to.Strides.Steps[i]], [Math.Max(shape[i], from.Strides.Room), Math.Max(shape[i], to.Strides.Room)]);
            if (!isSummed(i)) kept.Add(loop);
            else if (shape[i] > 1) _summed.Add(loop);
        }
        _summed = Loop.Join([.. _summed.OrderByDescending(loop => loop.Steps[0])]);
        // A run of the sum wins: the others are then few or far apart.
        if (!_summed.Any(loop => loop.Steps[0] == 1))
        {
            _lanes = kept.Where(loop => loop.Steps[0] == 1).OrderByDescending(loop => loop.Size).FirstOrDefault();
            if (_lanes is not null) kept.Remove(_lanes);
            _lanes = (_lanes ?? new Loop(1, [1, 1], [1, 1])).WithPads(to.Strides.Room);
        }
        _kept = Loop.Join([.. kept.Where(loop => loop.Size > 1).OrderByDescending(loop => loop.Steps[1])]);
    }

    /// <summary>The floats that the step needs beside its values.</summary>
    public int ScratchFloats => IsScattered ? Layout.RoundUp(_lanes!.Size) : 0;

    /// <summary>Whether sums that are computed side by side go to places apart.</summary>
    private bool IsScattered => _lanes is not null && _lanes.Size > 1 && _lanes.Steps[1] != 1;

    /// <summary>What the extremes start from: nothing is beyond it.</summary>
    private string Start => _fold == Fold.Max ? "float.NegativeInfinity" : "float.PositiveInfinity";

    private bool IsPerSample => _to.IsPerSample;

    private bool SumsSamples => _from.IsPerSample && !_to.IsPerSample;

    /// <summary>Writes the loops; the whole output is written, pad lanes and border as zeros.</summary>
    public void Emit(StepEmitter step)
    {
        CodeWriter code = step.Code;
        code.Line(_fold == Fold.Sum ? $"{_to.Value.Name}.Clear();" : $"{_to.Value.Name}.Fill({Start});");
        if (IsScattered) code.Line($"Span<float> run = Scratch[..{_lanes!.Size}];");
        Stack<IDisposable> scopes = new();
        if (IsPerSample) scopes.Push(code.Block("for (int n = 0; n < count; n++)"));
        List<(string Variable, Loop Loop)> open = [];
        foreach (Loop loop in _kept) Open(code, loop, open, scopes);
        string target = _to.Position(IsPerSample ? "n" : null, open.Select(loop => (loop.Variable, loop.Loop.Steps[1])));
        if (_lanes is null) EmitRuns(code, open, target);
        else EmitRows(code, _lanes, open, target);
        while (scopes.Count > 0) scopes.Pop().Dispose();
        if (_fold == Fold.Sum) return;
        step.ClearBorder(_to.Value);
        step.ClearPads(_to.Value);
    }

    /// <summary>Each sum by itself: the innermost loop is a run of memory.</summary>
    private void EmitRuns(CodeWriter code, List<(string Variable, Loop Loop)> open, string target)
    {
        Loop run = _summed.Single(loop => loop.Steps[0] == 1);
        bool isOne = _summed.Count == 1 && !SumsSamples;
        if (!isOne) code.Line(_fold == Fold.Sum ? "double sum = 0;" : $"float extreme = {Start};");
        Stack<IDisposable> scopes = new();
        if (SumsSamples) scopes.Push(code.Block("for (int n = 0; n < count; n++)"));
        foreach (Loop loop in _summed.Where(loop => loop != run)) Open(code, loop, open, scopes);
        string part = $"Reductions.{_fold}({_from.Run(Source(open), $"{run.Size}")})", result = $"{_to.Value.Name}[{target}]";
        string cast = _fold == Fold.Sum ? "(float)" : "";
        code.Line(isOne ? $"{result} = {cast}{part};" : _fold == Fold.Sum ? $"sum += {part};" : $"extreme = MathF.{_fold}(extreme, {part});");
        while (scopes.Count > 0) scopes.Pop().Dispose();
        if (!isOne) code.Line(_fold == Fold.Sum ? $"{result} = (float)sum;" : $"{result} = extreme;");
    }

    /// <summary>Sums side by side, row by row of memory; the samples are rows where nothing else is.</summary>
    private void EmitRows(CodeWriter code, Loop lanes, List<(string Variable, Loop Loop)> open, string target)
    {
        string result = IsScattered ? "run" : _to.Run(target, $"{lanes.Size}");
        if (IsScattered) code.Line(_fold == Fold.Sum ? "run.Clear();" : $"run.Fill({Start});");
        Loop? rows = _summed.OrderByDescending(loop => loop.Size).FirstOrDefault();
        bool takesSamples = SumsSamples && (rows is null || (_summed.Count == 1 && rows.Size * rows.Steps[0] == _from.Strides.Sample));
        string count = rows is null ? takesSamples ? "count" : "1" : takesSamples ? $"count * {rows.Size}" : $"{rows.Size}";
        string stride = rows is null ? takesSamples ? StepEmitter.Size(_from.Value) : $"{lanes.Size}" : $"{rows.Steps[0]}";
        Stack<IDisposable> scopes = new();
        if (SumsSamples && !takesSamples) scopes.Push(code.Block("for (int n = 0; n < count; n++)"));
        foreach (Loop loop in _summed.Where(loop => loop != rows)) Open(code, loop, open, scopes);
        string at = Source(open, takesSamples);
        code.Line($"Reductions.{(_fold == Fold.Sum ? "Add" : _fold)}Rows({_from.From(at)}, rows: {count}, stride: {stride}, {result});");
        while (scopes.Count > 0) scopes.Pop().Dispose();
        if (IsScattered) code.Line($"Strided.Scatter(run, {_to.From(target)}, stride: {lanes.Steps[1]});");
    }

    private string Source(List<(string Variable, Loop Loop)> open, bool isForAllSamples = false)
        => _from.Position(isForAllSamples ? null : "n", open.Select(loop => (loop.Variable, loop.Loop.Steps[0])));

    private static void Open(CodeWriter code, Loop loop, List<(string Variable, Loop Loop)> open, Stack<IDisposable> scopes)
    {
        string variable = LoopNest.Variables[open.Count];
        scopes.Push(code.Block($"for (int {variable} = 0; {variable} < {loop.Size}; {variable}++)"));
        open.Add((variable, loop));
    }
}

/// <summary>What becomes of several elements.</summary>
internal enum Fold
{
    Sum,
    Max,
    Min,
}
