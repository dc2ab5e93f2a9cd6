using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = −x</c></summary>
internal sealed record Neg : FunctionOperator
{
    public override string Formula => "y = −x";

    public static Neg Create(LayerSpec call) => new();

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node, MapEmitter.NoScalars);

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.Input;

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Neg(), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => MapEmitter.Emit(step, "Elementwise.Negate({0}, {1});", isFinite: true, MapEmitter.NoScalars);
}
