using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x · σ(x)</c></summary>
internal sealed record SiLU : ActivationOperator
{
    public override string Formula => "y = x · σ(x)";

    public static SiLU Create(LayerSpec layer) => new();

    protected override string Call => "Activations.SiLU({0}, {1});";

    protected override string GradientCall => "Activations.SiLUGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = σ(x) · (1 + x · (1 − σ(x))) · dy";
}
