using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes loops over the elements of a shape that several values take part in, each with steps of its own (0 where it broadcasts), around
/// a kernel that works on spans. Loops whose elements lie as one run in all values become one; the innermost is the kernel's run: along
/// the pixels' lanes of the output, with its pad lanes where everybody has room for them. For Domain Samples, each sample
/// of the piece in turn; where all values are shared by the samples, once.
/// </summary>
internal sealed class LoopNest
{
    /// <summary>The variables of the loops, outermost first; more are not left of any shape that a layout has.</summary>
    internal static readonly string[] Variables = ["i", "j", "k", "c", "r", "i2", "j2", "k2", "c2", "r2"];

    private readonly Operand[] _operands;
    private readonly List<Loop> _loops;

    private LoopNest(Operand[] operands, List<Loop> loops)
    {
        _operands = operands;
        _loops = loops;
    }

    /// <param name="shape">What the loops run over.</param>
    /// <param name="operands">The kernel's operands with a step for each dimension; the last one is written.</param>
    public static LoopNest Of(Shape shape, params Operand[] operands)
    {
        List<Loop> loops = Loop.Of(shape, [.. operands.Select(operand => operand.Strides)]);
        Strides output = operands[operands.Length - 1].Strides;
        Loop? run = loops.Where(loop => loop.Steps[operands.Length - 1] == 1).OrderByDescending(loop => loop.Size).FirstOrDefault()
            ?? loops.OrderByDescending(loop => loop.Steps.Count(step => step == 1)).ThenByDescending(loop => loop.Size).FirstOrDefault();
        run ??= new Loop(1, [.. operands.Select(_ => 1)], [.. operands.Select(_ => 1)]);
        loops.Remove(run);
        loops = [.. loops.OrderByDescending(loop => loop.Steps[operands.Length - 1]), run.WithPads(output.Room)];
        return new LoopNest(operands, Loop.Join(loops));
    }

    /// <summary>Whether the output's pad lanes are written with the others.</summary>
    public bool CoversPads => Output.Strides.Room == 1 || (Run.Steps[_operands.Length - 1] == 1 && Run.Size % Output.Strides.Room == 0);

    /// <summary>The floats that the step needs beside its values: runs of those that lie with gaps are brought together.</summary>
    public int ScratchFloats(int scalarsFrom = 0) => Enumerable.Range(0, _operands.Length).Count(i => IsGathered(i, scalarsFrom)) * Layout.RoundUp(Run.Size);

    private Operand Output => _operands[_operands.Length - 1];

    private Loop Run => _loops[_loops.Count - 1];

    /// <summary>Whether no input has a run of its own.</summary>
    private bool AreAllScalars => Run.Steps.Take(_operands.Length - 1).All(step => step == 0);

    private bool IsPerSample => _operands.Any(operand => operand.IsPerSample);

    /// <summary>Whether the samples of a piece are one run in all values.</summary>
    private bool IsOneRun => _loops.Count == 1 && IsPerSample && Enumerable.Range(0, _operands.Length).All(i => _operands[i].Strides is var strides
        && (_operands[i].IsPerSample ? Run.Steps[i] == 1 && strides.Sample == Run.Size && strides.First == 0 : Run.Steps[i] == 0));

    /// <summary>Writes the loops.</summary>
    /// <param name="step">The step.</param>
    /// <param name="call">The kernel's call: <c>{0}</c>, <c>{1}</c> … stand for the operands' spans, all of one length.</param>
    /// <param name="scalarsFrom">From which input on the kernel also takes a single float in place of a span, which repeats; but not in place of all, unless there is only one.</param>
    public void Emit(StepEmitter step, string call, int scalarsFrom = 0)
    {
        bool isOneRun = IsOneRun && !Enumerable.Range(0, _operands.Length).Any(i => IsGathered(i, scalarsFrom));
        string[] runs = new string[_operands.Length];
        string length = isOneRun ? $"count * {Run.Size}" : $"{Run.Size}";
        EmitScratch(step.Code, scalarsFrom, runs);
        Stack<IDisposable> scopes = new();
        if (IsPerSample && !isOneRun) scopes.Push(step.Code.Block("for (int n = 0; n < count; n++)"));
        List<(string Variable, Loop Loop)> open = [];
        foreach (Loop loop in _loops.Take(_loops.Count - 1))
        {
            string variable = Variables[open.Count];
            scopes.Push(step.Code.Block($"for (int {variable} = 0; {variable} < {loop.Size}; {variable}++)"));
            open.Add((variable, loop));
        }
        string after = "";
        for (int i = 0; i < _operands.Length; i++)
        {
            string at = _operands[i].Position(isOneRun ? null : "n", open.Select(loop => (loop.Variable, loop.Loop.Steps[i])));
            if (runs[i] is null) runs[i] = Run.Steps[i] == 0 ? $"{_operands[i].Value.Name}[{at}]" : _operands[i].Run(at, length);
            else if (_operands[i] != Output) step.Code.Line($"Strided.Gather({_operands[i].From(at)}, stride: {Run.Steps[i]}, {runs[i]});");
            else after = $"Strided.Scatter({runs[i]}, {_operands[i].From(at)}, stride: {Run.Steps[i]});";
        }
        for (int i = 0; i < runs.Length; i++) call = call.Replace("{" + i + "}", runs[i]);
        step.Code.Line(call);
        if (after.Length > 0) step.Code.Line(after);
        while (scopes.Count > 0) scopes.Pop().Dispose();
    }

    /// <summary>Whether an operand's run must be brought together before the kernel, or spread behind it.</summary>
    private bool IsGathered(int operand, int scalarsFrom) => Run.Steps[operand] switch
    {
        1 => false,
        0 => operand < scalarsFrom || _operands[operand] == Output || (operand == 0 && _operands.Length > 2 && AreAllScalars),
        _ => true,
    };

    private void EmitScratch(CodeWriter code, int scalarsFrom, string[] runs)
    {
        int offset = 0;
        for (int i = 0; i < _operands.Length; i++)
        {
            if (!IsGathered(i, scalarsFrom)) continue;
            runs[i] = $"run{i}";
            code.Line($"Span<float> run{i} = Scratch.Slice({offset}, {Run.Size});");
            offset += Layout.RoundUp(Run.Size);
        }
    }
}
