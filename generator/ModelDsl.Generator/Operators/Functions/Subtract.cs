using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = a − b</c></summary>
internal sealed record Subtract(float? Left = null, float? Right = null) : BinaryFunction(Left, Right)
{
    public override string Formula => "y = a − b";

    public static Subtract Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    protected override string Call => "Elementwise.Subtract({0}, {1}, {2});";

    protected override Value GradientOfFirst(Differentiation gradient) => gradient.OutputGradient;

    protected override Value GradientOfSecond(Differentiation gradient) => gradient.AddBroadcast(new Neg(), B, gradient.OutputGradient);
}
