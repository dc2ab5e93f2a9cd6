using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = max(x, 0)</c></summary>
internal sealed record ReLU : ActivationOperator
{
    public override string Formula => "y = max(x, 0)";

    public static ReLU Create(LayerSpec layer) => new();

    protected override string Call => "Activations.ReLU({0}, {1});";

    protected override string GradientCall => "Activations.ReLUGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = y > 0 ? dy : 0";

    protected override bool GradientReadsOutput => true;
}
