using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Makes one vector of a sample: [C, H, W] → [C·H·W], in that order.</summary>
internal sealed record Flatten : LayerOperator
{
    public override string Formula => "y = x as one vector";

    public static Flatten Create(LayerSpec layer) => new();

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer("Flatten");

    public override void Infer(ShapeContext shapes) => shapes.Output = Shape.Of((int)shapes.Input.Count);

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override bool IsView => true;

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step)
    {
        if (step.Inputs[0].Shape.Rank is 2 or > 3) DeclaredOrder.EmitToVector(step, step.Inputs[0].Layout!, isPicture: false);
        else EmitCopy(step);
    }

    /// <summary>Only where the picture has a border that a vector has not: else both are one.</summary>
    private static void EmitCopy(StepEmitter step)
    {
        Value from = step.Inputs[0], to = step.Outputs[0];
        step.ClearBorder(to);
        step.ForEachRun("{0}.CopyTo({1});", from, to);
    }

    /// <summary>The way back.</summary>
    internal sealed record Gradient : Operator
    {
        public override string Kind => "Unflatten";

        public override string Formula => "dx = dy as a picture";

        public override bool AcceptsFlattened(Node node, int input) => true;

        public override bool IsView => true;

        public override void Emit(StepEmitter step)
        {
            if (step.Outputs[0].Shape.Rank is 2 or > 3) DeclaredOrder.EmitFromVector(step, step.Outputs[0].Layout!, isPicture: false);
            else EmitCopy(step);
        }
    }
}
