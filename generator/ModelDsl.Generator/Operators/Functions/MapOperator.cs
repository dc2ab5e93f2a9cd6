using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>A kernel that works element by element on inputs that broadcast: what gradients of such functions are made of.</summary>
/// <param name="Name">The name in comments.</param>
/// <param name="Text">The formula.</param>
/// <param name="Call">The kernel's call: <c>{0}</c>, <c>{1}</c> … stand for the spans of the inputs, then of the output.</param>
/// <param name="IsFinite">Whether finite inputs give finite outputs.</param>
/// <param name="ScalarsFrom">From which input on the kernel takes a float in place of a span.</param>
internal sealed record MapOperator(string Name, string Text, string Call, bool IsFinite = true, int ScalarsFrom = MapEmitter.NoScalars) : Operator
{
    public override string Kind => Name;

    public override string Formula => Text;

    public override void Lower(Lowering lowering) => MapEmitter.Lower(lowering);

    public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node, ScalarsFrom);

    public override int InPlaceInput(Node node) => MapEmitter.InPlaceInput(node, takesLast: true);

    public override void Emit(StepEmitter step) => MapEmitter.Emit(step, Call, IsFinite, ScalarsFrom);
}
