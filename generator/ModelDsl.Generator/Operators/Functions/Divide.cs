using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = a / b</c></summary>
internal sealed record Divide(float? Left = null, float? Right = null) : BinaryFunction(Left, Right)
{
    public override string Formula => "y = a / b";

    public static Divide Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    protected override string Call => "Elementwise.Divide({0}, {1}, {2});";

    protected override bool IsFinite => false;

    protected override Value GradientOfFirst(Differentiation gradient)
        => B >= 0 ? gradient.AddBroadcast(new Divide(), A, gradient.OutputGradient, gradient.Node.Inputs[B])
        : gradient.AddBroadcast(new Divide(Right: Right), A, gradient.OutputGradient);

    protected override Value GradientOfSecond(Differentiation gradient)
    {
        MapOperator op = new("DivideGradient", "db = −dy · y / b", "Elementwise.DivideGradient({0}, {1}, {2}, {3});", IsFinite: false);
        return gradient.AddBroadcast(op, B, gradient.Node.Output, gradient.Node.Inputs[B], gradient.OutputGradient);
    }
}
