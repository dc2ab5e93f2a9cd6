using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

internal sealed record BatchMean : LayerOperator
{
    public override string Formula => "y = mean over the batch";
    public override void Infer(ShapeContext shapes) => shapes.Output = Shape.Scalar;
    public override void Differentiate(Differentiation gradient) => throw new NotSupportedException();
    public override void Emit(StepEmitter step) => throw new NotSupportedException();
}
