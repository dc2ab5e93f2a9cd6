using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = max(x, 0)</c></summary>
internal sealed record ReLU : ActivationOperator
{
    public override string Formula => "y = max(x, 0)";

    public static ReLU Create(LayerSpec layer) => new();
}
