using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A number where a tensor is wanted: the 1 of <c>Where(x &gt; 0, x, 1)</c>. It is shared by the batch.</summary>
internal sealed record Constant(float Value) : FunctionOperator
{
    public override string Formula => $"y = {CodeWriter.Literal(Value)}";

    public override bool PassesGradient => false;

    public static Constant Create(LayerSpec call) => new(call.Float("Value", 0));

    public override void Infer(ShapeContext shapes) => shapes.Output = Shape.Scalar;

    public override void Differentiate(Differentiation gradient)
    {
        // Nothing was read.
    }

    public override void Emit(StepEmitter step) => step.Code.Line($"{step.Outputs[0].Name}[0] = {CodeWriter.Literal(Value)};");
}
