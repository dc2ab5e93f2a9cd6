using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = a + b</c>: also where two paths of a graph join, and where the gradients of several readers do.</summary>
internal sealed record Add(float? Left = null, float? Right = null) : BinaryFunction(Left, Right), IFusesActivation
{
    /// <summary>Whether ReLU is applied to the sum: what stands behind most joins.</summary>
    public bool ClampsAtZero { get; init; }

    public override string Formula => ClampsAtZero ? "y = max(a + b, 0)" : "y = a + b";

    public static Add Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    public Operator FuseReLU() => this with { ClampsAtZero = true };

    protected override string Call => $"Elementwise.{(ClampsAtZero ? "AddReLU" : "Add")}({{0}}, {{1}}, {{2}});";

    protected override Value GradientOfFirst(Differentiation gradient) => gradient.OutputGradient;

    protected override Value GradientOfSecond(Differentiation gradient) => gradient.OutputGradient;
}
