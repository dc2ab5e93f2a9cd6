using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Gives a vector the shape of a picture or a sequence: the reverse of <see cref="Flatten"/>. Operators that work in the declared order end with it.</summary>
internal sealed record Unflatten(Shape Shape) : LayerOperator
{
    public override string Formula => $"y = x as {Shape}";

    public override void Infer(ShapeContext shapes) => shapes.Output = Shape;

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(Shape.Rank == 3), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => DeclaredOrder.EmitFromVector(step, step.Outputs[0].Layout!, Shape.Rank == 3);

    /// <summary>The way back.</summary>
    internal sealed record Gradient(bool IsPicture) : Operator
    {
        public override string Kind => "UnflattenGradient";

        public override string Formula => "dx = dy as one vector";

        public override void Emit(StepEmitter step) => DeclaredOrder.EmitToVector(step, step.Inputs[0].Layout!, IsPicture);
    }
}
