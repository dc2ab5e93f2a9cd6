using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = scale · x</c> for x &gt; 0, <c>scale · alpha · (eˣ − 1)</c> below.</summary>
internal sealed record SELU : ActivationOperator
{
    public override string Formula => "y = scale · (x > 0 ? x : alpha · (eˣ − 1))";

    public static SELU Create(LayerSpec layer) => new();

    protected override string Call => "Activations.SELU({0}, {1});";

    protected override string GradientCall => "Activations.SELUGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = scale · (x > 0 ? dy : alpha · eˣ · dy)";

    protected override bool GradientReadsOutput => true;
}
