using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = σ(x) = 1 / (1 + e⁻ˣ)</c></summary>
internal sealed record Sigmoid : ActivationOperator
{
    public override string Formula => "y = 1 / (1 + e⁻ˣ)";

    public static Sigmoid Create(LayerSpec layer) => new();
}
