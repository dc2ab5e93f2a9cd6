using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = tanh(x)</c></summary>
internal sealed record Tanh : ActivationOperator
{
    public override string Formula => "y = tanh(x)";

    public static Tanh Create(LayerSpec layer) => new();
}
