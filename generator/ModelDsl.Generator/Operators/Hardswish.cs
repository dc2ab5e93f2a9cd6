using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x · min(max(x + 3, 0), 6) / 6</c></summary>
internal sealed record Hardswish : ActivationOperator
{
    public override string Formula => "y = x · min(max(x + 3, 0), 6) / 6";

    public static Hardswish Create(LayerSpec layer) => new();

    protected override string Call => "Activations.Hardswish({0}, {1});";

    protected override string GradientCall => "Activations.HardswishGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = dy · (x ≤ −3 ? 0 : x ≥ 3 ? 1 : x / 3 + 1/2)";
}
