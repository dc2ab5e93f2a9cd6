using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = a · b</c></summary>
internal sealed record Multiply(float? Left = null, float? Right = null) : BinaryFunction(Left, Right)
{
    public override string Formula => "y = a · b";

    public static Multiply Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    protected override string Call => "Elementwise.Multiply({0}, {1}, {2});";

    protected override Value GradientOfFirst(Differentiation gradient) => Gradient(gradient, A, B, Right);

    protected override Value GradientOfSecond(Differentiation gradient) => Gradient(gradient, B, A, Left);

    private static Value Gradient(Differentiation gradient, int of, int other, float? constant)
        => other >= 0 ? gradient.AddBroadcast(new Multiply(), of, gradient.OutputGradient, gradient.Node.Inputs[other])
        : gradient.AddBroadcast(new Multiply(Right: constant), of, gradient.OutputGradient);
}
