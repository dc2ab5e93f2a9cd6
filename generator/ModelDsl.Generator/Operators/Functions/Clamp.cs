using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = min(max(x, Min), Max)</c></summary>
internal sealed record Clamp(float Min, float Max) : ActivationOperator
{
    public override string Formula => "y = min(max(x, min), max)";

    public static Clamp Create(LayerSpec call) => new(call.Float("Min", float.NegativeInfinity), call.Float("Max", float.PositiveInfinity));

    protected override void CheckArguments(ShapeContext shapes)
        => shapes.Require(!(Min > Max), "Min", Min, $"at most Max, which is {Max.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}");

    protected override string Call => $"Elementwise.Clamp({{0}}, {{1}}, min: {CodeWriter.Literal(Min)}, max: {CodeWriter.Literal(Max)});";

    protected override string GradientCall => $"Elementwise.ClampGradient({{0}}, {{1}}, {{2}}, min: {CodeWriter.Literal(Min)}, max: {CodeWriter.Literal(Max)});";

    protected override string GradientFormula => "dx = min ≤ x ≤ max ? dy : 0";
}
