using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x</c> for x ≥ 0, <c>slope · x</c> below.</summary>
internal sealed record LeakyReLU(float NegativeSlope) : ActivationOperator
{
    public override string Formula => $"y = x ≥ 0 ? x : {CodeWriter.Literal(NegativeSlope)} · x";

    public static LeakyReLU Create(LayerSpec layer) => new(layer.Float("NegativeSlope", 0.01f));
}
