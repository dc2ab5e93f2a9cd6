using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x · σ(x)</c></summary>
internal sealed record SiLU : ActivationOperator
{
    public override string Formula => "y = x · σ(x)";

    public static SiLU Create(LayerSpec layer) => new();
}
