using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>1 where a relation holds, else 0; no gradient passes.</summary>
/// <param name="Relation">Greater, Less, GreaterEqual, LessEqual, Eq or Ne.</param>
/// <param name="Left">The constant in place of the first value; null where it is an input.</param>
/// <param name="Right">The constant in place of the second value.</param>
internal sealed record Comparison(string Relation, float? Left, float? Right) : BinaryFunction(Left, Right)
{
    public override string Kind => Relation;

    public override string Formula => $"y = a {Sign} b ? 1 : 0";

    public override bool PassesGradient => false;

    public static Comparison Create(LayerSpec call) => new(call.Kind, LeftOf(call), RightOf(call));

    protected override string Call => Relation switch
    {
        "Greater" => "Elementwise.Less({1}, {0}, {2});",
        "GreaterEqual" => "Elementwise.LessEqual({1}, {0}, {2});",
        _ => $"Elementwise.{Relation}({{0}}, {{1}}, {{2}});",
    };

    protected override Value GradientOfFirst(Differentiation gradient) => throw new InvalidOperationException("a comparison has no gradient");

    protected override Value GradientOfSecond(Differentiation gradient) => throw new InvalidOperationException("a comparison has no gradient");

    private string Sign => Relation switch
    {
        "Greater" => ">",
        "Less" => "<",
        "GreaterEqual" => "≥",
        "LessEqual" => "≤",
        "Eq" => "=",
        _ => "≠",
    };
}
