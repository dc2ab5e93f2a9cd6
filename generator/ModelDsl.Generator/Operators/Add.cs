using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The sum of two values of one shape: where two paths of a graph join, and where the gradients of several readers do.</summary>
internal sealed record Add : LayerOperator
{
    public override string Formula => "y = a + b";

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.Input;

    public override void Differentiate(Differentiation gradient)
    {
        for (int input = 0; input < 2; input++)
        {
            if (gradient.Needs(input)) gradient.Accumulate(input, gradient.OutputGradient);
        }
    }

    public override void Emit(StepEmitter step)
    {
        step.ClearBorder(step.Outputs[0]);
        step.ForEachRun("Elementwise.Add({0}, {1}, {2});", step.Inputs[0], step.Inputs[1], step.Outputs[0]);
    }
}
