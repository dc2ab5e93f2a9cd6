using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = σ(x) = 1 / (1 + e⁻ˣ)</c></summary>
internal sealed record Sigmoid : ActivationOperator
{
    public override string Formula => "y = 1 / (1 + e⁻ˣ)";

    public static Sigmoid Create(LayerSpec layer) => new();

    protected override string Call => "Activations.Sigmoid({0}, {1});";

    protected override string GradientCall => "Activations.SigmoidGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = y · (1 − y) · dy";

    protected override bool GradientReadsOutput => true;
}
