using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = ln(1 + exp(beta · x)) / beta</c>, and x itself where beta · x is above the threshold.</summary>
internal sealed record Softplus(float Beta, float Threshold) : ActivationOperator
{
    public override string Formula => "y = ln(1 + exp(beta · x)) / beta";

    public static Softplus Create(LayerSpec layer) => new(layer.Float("Beta", 1), layer.Float("Threshold", 20));

    protected override void CheckArguments(ShapeContext shapes) => shapes.Require(Beta > 0, "Beta", Beta, "greater than 0");

    public override string Eager(EagerCall call, LayerSpec layer) => call.Function(Kind, CodeWriter.Literal(Beta), CodeWriter.Literal(Threshold));

    protected override string Call => $"Activations.Softplus({{0}}, {{1}}, {CodeWriter.Literal(Beta)}, {CodeWriter.Literal(Threshold)});";

    protected override string GradientCall => $"Activations.SoftplusGradient({{0}}, {{1}}, {{2}}, {CodeWriter.Literal(Beta)}, {CodeWriter.Literal(Threshold)});";

    protected override string GradientFormula => "dx = σ(beta · x) · dy";
}
