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

    public override void Emit(StepEmitter step) => EmitCopy(step, "ToChannelsFirst", step.Inputs[0].Layout!);

    private static void EmitCopy(StepEmitter step, string kernel, Layout picture)
    {
        Value from = step.Inputs[0], to = step.Outputs[0];
        using (step.Code.Block("for (int n = 0; n < count; n++)"))
        {
            step.Code.Line($"{to.Name}.Slice(n * {StepEmitter.Size(to)}, {StepEmitter.Size(to)}).Clear();");
            step.Code.Line(
                $"Pictures.{kernel}({from.Name}.Slice(n * {StepEmitter.Size(from)}, {StepEmitter.Size(from)}), {to.Name}.Slice(n * {StepEmitter.Size(to)}, {StepEmitter.Size(to)}), 1, "
                + $"channels: {picture.Channels}, {LoadInput.LayoutOf(picture)});");
        }
    }

    /// <summary>The way back.</summary>
    internal sealed record Gradient : Operator
    {
        public override string Formula => "dx = dy, channels last";

        public override void Emit(StepEmitter step) => EmitCopy(step, "FromChannelsFirst", step.Outputs[0].Layout!);
    }
}
