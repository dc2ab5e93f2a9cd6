using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = a + b</c>: also where two paths of a graph join, and where the gradients of several readers do.</summary>
internal sealed record Add(float? Left = null, float? Right = null) : BinaryFunction(Left, Right)
{
    public override string Formula => "y = a + b";

    public static Add Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    protected override string Call => "Elementwise.Add({0}, {1}, {2});";

    protected override Value GradientOfFirst(Differentiation gradient) => gradient.OutputGradient;

    protected override Value GradientOfSecond(Differentiation gradient) => gradient.OutputGradient;
}
