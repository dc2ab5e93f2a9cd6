using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = tanh(x)</c></summary>
internal sealed record Tanh : ActivationOperator
{
    public override string Formula => "y = tanh(x)";

    public static Tanh Create(LayerSpec layer) => new();

    protected override string Call => "Activations.Tanh({0}, {1});";

    protected override string GradientCall => "Activations.TanhGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = (1 − y²) · dy";

    protected override bool GradientReadsOutput => true;
}
