using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Brings a flattened picture, which lies channels last, into the declared order. The compiler inserts it: see <see cref="ReorderingPass"/>.</summary>
internal sealed record Reorder : LayerOperator
{
    public override string Formula => "y = x, channels first";

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.Input;

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => DeclaredOrder.EmitToVector(step, step.Inputs[0].Layout!, isPicture: true);

    /// <summary>The way back.</summary>
    internal sealed record Gradient : Operator
    {
        public override string Formula => "dx = dy, channels last";

        public override void Emit(StepEmitter step) => DeclaredOrder.EmitFromVector(step, step.Outputs[0].Layout!, isPicture: true);
    }
}
