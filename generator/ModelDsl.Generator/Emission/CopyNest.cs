using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes a copy of elements between two values that have them at different places. Runs of memory that both have are copied as such; where one
/// has a run in one dimension and the other in another, they are matrices, which are transposed; what lies apart on both sides goes one by one.
/// </summary>
internal sealed class CopyNest
{
    private readonly Operand _from, _to;
    private readonly LoopNest _nest;
    private readonly List<Loop> _loops;
    private readonly Loop? _toRun, _fromRun;

    private CopyNest(Operand from, Operand to, LoopNest nest, List<Loop> loops)
    {
        (_from, _to, _nest, _loops) = (from, to, nest, loops);
        if (loops.Exists(loop => loop.Steps[1] == 1 && (loop.Steps[0] <= 1 || loop.Size == 1))) return;
        _toRun = Longest(loop => loop.Steps[1] == 1);
        _fromRun = _toRun is null ? null : Longest(loop => loop.Steps[0] == 1);

        Loop? Longest(Func<Loop, bool> isOne) => loops.Where(isOne).OrderByDescending(loop => loop.Size).FirstOrDefault();
    }

    /// <param name="shape">What the loops run over.</param>
    /// <param name="from">Where the elements are; step 0 repeats one.</param>
    /// <param name="to">Where they go.</param>
    public static CopyNest Of(Shape shape, Operand from, Operand to)
        => new(from, to, LoopNest.Of(shape, from, to), Loop.Join([.. Loop.Of(shape, [from.Strides, to.Strides]).OrderByDescending(loop => loop.Steps[1])]));

    /// <summary>Whether the target's pad lanes are written with the others.</summary>
    public bool CoversPads => _to.Strides.Room == Strides.Of(_to.Value).Room && (_toRun is null ? _nest.CoversPads : _toRun.Size % _to.Strides.Room == 0);

    /// <summary>The floats that the step needs beside its values.</summary>
    public int ScratchFloats => _toRun is null ? _nest.ScratchFloats() : 0;

    /// <summary>Writes the loops.</summary>
    public void Emit(StepEmitter step)
    {
        if (_toRun is null)
        {
            _nest.Emit(step, "Elementwise.Copy({0}, {1});");
            return;
        }
        Stack<IDisposable> scopes = new();
        if (_from.IsPerSample || _to.IsPerSample) scopes.Push(step.Code.Block("for (int n = 0; n < count; n++)"));
        List<(string Variable, Loop Loop)> open = [];
        foreach (Loop loop in _loops.Where(loop => loop != _toRun && loop != _fromRun))
        {
            string variable = LoopNest.Variables[open.Count];
            scopes.Push(step.Code.Block($"for (int {variable} = 0; {variable} < {loop.Size}; {variable}++)"));
            open.Add((variable, loop));
        }
        string source = From(_from, open, 0);
        if (_fromRun is null)
        {
            string target = _to.Run(_to.Position("n", open.Select(loop => (loop.Variable, loop.Loop.Steps[1]))), $"{_toRun.Size}");
            step.Code.Line($"Strided.Gather({source}, stride: {_toRun.Steps[0]}, {target});");
        }
        else
        {
            step.Code.Line($"Matrices.Transpose({source}, {_toRun.Steps[0]}, {From(_to, open, 1)}, {_fromRun.Steps[1]}, rows: {_toRun.Size}, columns: {_fromRun.Size});");
        }
        while (scopes.Count > 0) scopes.Pop().Dispose();
    }

    /// <summary>The expression of an operand's floats from an element on.</summary>
    private static string From(Operand operand, List<(string Variable, Loop Loop)> open, int index)
    {
        string at = operand.Position("n", open.Select(loop => (loop.Variable, loop.Loop.Steps[index])));
        return at == "0" ? operand.Value.Name : $"{operand.Value.Name}[({at})..]";
    }
}
