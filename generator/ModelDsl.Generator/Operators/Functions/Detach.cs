using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x</c>, which no gradient passes.</summary>
internal sealed record Detach : FunctionOperator
{
    public override string Formula => "y = x, without gradient";

    public static Detach Create(LayerSpec call) => new();

    public override bool PassesGradient => false;

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override bool IsView => true;

    public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node);

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.Input;

    public override void Differentiate(Differentiation gradient)
    {
    }

    public override void Emit(StepEmitter step) => MapEmitter.Emit(step, "Elementwise.Copy({0}, {1});", isFinite: true);
}
