using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x · min(max(x + 3, 0), 6) / 6</c></summary>
internal sealed record Hardswish : ActivationOperator
{
    public override string Formula => "y = x · min(max(x + 3, 0), 6) / 6";

    public static Hardswish Create(LayerSpec layer) => new();
}
