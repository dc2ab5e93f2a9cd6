using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x</c> for x ≥ 0, <c>slope · x</c> below.</summary>
internal sealed record LeakyReLU(float NegativeSlope) : ActivationOperator
{
    public override string Formula => $"y = x ≥ 0 ? x : {CodeWriter.Literal(NegativeSlope)} · x";

    public static LeakyReLU Create(LayerSpec layer) => new(layer.Float("NegativeSlope", 0.01f));

    public override string Eager(EagerCall call, LayerSpec layer) => call.Function(Kind, CodeWriter.Literal(NegativeSlope));

    protected override string Call => $"Activations.LeakyReLU({{0}}, {{1}}, {CodeWriter.Literal(NegativeSlope)});";

    protected override string GradientCall => $"Activations.LeakyReLUGradient({{0}}, {{1}}, {{2}}, {CodeWriter.Literal(NegativeSlope)});";

    protected override string GradientFormula => "dx = x > 0 ? dy : slope · dy";

    protected override bool GradientReadsOutput => NegativeSlope > 0;
}
