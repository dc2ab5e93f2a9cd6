using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A function of each value by itself: any shape, no parameters.</summary>
internal abstract record ActivationOperator : LayerOperator
{
    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public override void Infer(ShapeContext shapes)
    {
        CheckArguments(shapes);
        shapes.Output = shapes.Input;
    }

    /// <summary>Reports arguments that make no sense.</summary>
    protected virtual void CheckArguments(ShapeContext shapes)
    {
    }
}
