using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// Lays a value that the samples share out as theirs lie, pad lanes included, so that a kernel takes both as one run: done once where it comes
/// from parameters that have not moved. Input: dense. Output: of the same values, as its layout says.
/// </summary>
internal sealed record LayOut : Operator
{
    public override string Formula => "y = x, as samples lie";

    public override int ScratchFloats(Node node) => NestOf(node).ScratchFloats();

    public override void Emit(StepEmitter step)
    {
        step.Code.Line($"{step.Outputs[0].Name}.Clear();");
        NestOf(step.Node).Emit(step, "Elementwise.Copy({0}, {1});");
    }

    private static LoopNest NestOf(Node node) => LoopNest.Of(node.Output.Shape, Operand.Of(node.Inputs[0], node.Output.Shape), Operand.Of(node.Output));
}
