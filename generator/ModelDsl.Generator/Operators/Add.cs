using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>The sum of two values of one shape. The autodiff stage uses it where a value has several readers.</summary>
internal sealed record Add : Operator
{
    public override string Formula => "y = a + b";

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public override void Emit(StepEmitter step)
    {
        step.ClearBorder(step.Outputs[0]);
        step.ForEachRun("Elementwise.Add({0}, {1}, {2});", step.Inputs[0], step.Inputs[1], step.Outputs[0]);
    }
}
