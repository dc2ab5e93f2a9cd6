using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = min(a, b)</c></summary>
internal sealed record Minimum(float? Left = null, float? Right = null) : BinaryFunction(Left, Right)
{
    public override string Formula => "y = min(a, b)";

    public static Minimum Create(LayerSpec call) => new(LeftOf(call), RightOf(call));

    protected override string Call => "Elementwise.Minimum({0}, {1}, {2});";

    protected override Value GradientOfFirst(Differentiation gradient) => Gradient(gradient, A, B, Right);

    protected override Value GradientOfSecond(Differentiation gradient) => Gradient(gradient, B, A, Left);

    /// <summary>The two share the gradient where they are equal.</summary>
    private static Value Gradient(Differentiation gradient, int of, int other, float? constant)
    {
        string call = constant is { } value ? $"Elementwise.MinimumGradient({{0}}, {CodeWriter.Literal(value)}, {{1}}, {{2}});" : "Elementwise.MinimumGradient({0}, {1}, {2}, {3});";
        MapOperator op = new("MinimumGradient", "da = a < b ? dy : a = b ? dy / 2 : 0", call);
        (Value first, Value dy) = (gradient.Node.Inputs[of], gradient.OutputGradient);
        return other < 0 ? gradient.AddBroadcast(op, of, first, dy) : gradient.AddBroadcast(op, of, first, gradient.Node.Inputs[other], dy);
    }
}
