using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = aᵇ</c></summary>
internal sealed record Pow(float? Left = null, float? Right = null) : BinaryFunction(Left, Right)
{
    public override string Formula => "y = aᵇ";

    public static Pow Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    protected override string Call => "Elementwise.Pow({0}, {1}, {2});";

    protected override bool IsFinite => false;

    protected override Value GradientOfFirst(Differentiation gradient)
        => gradient.AddBroadcast(Slope("da = dy · b · aᵇ⁻¹", "Elementwise.PowGradient({0}, {1}, {2}, {3});"), A, [.. gradient.Node.Inputs, gradient.OutputGradient]);

    protected override Value GradientOfSecond(Differentiation gradient)
        => gradient.AddBroadcast(Slope("db = dy · y · ln a", "Elementwise.PowExponentGradient({0}, {1}, {2}, {3});"), B, [.. gradient.Node.Inputs, gradient.OutputGradient]);

    private MapOperator Slope(string formula, string call) => new("PowGradient", formula, WithConstants(call), IsFinite: false);
}
