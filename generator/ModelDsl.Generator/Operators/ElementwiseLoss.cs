using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A loss that compares each output with a target of its own: targets have the shape of the output.</summary>
internal abstract record ElementwiseLoss(Reduction Reduction) : LossOperator(Reduction)
{
    public override ElementType TargetType => ElementType.Float32;

    protected override Shape? InferTarget(ShapeContext shapes) => shapes.Input;
}
