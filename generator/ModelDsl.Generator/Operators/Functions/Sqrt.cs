using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = √x</c></summary>
internal sealed record Sqrt : ActivationOperator
{
    public override string Formula => "y = √x";

    public static Sqrt Create(LayerSpec call) => new();

    protected override string Call => "Elementwise.Sqrt({0}, {1});";

    protected override string GradientCall => "Elementwise.SqrtGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = dy / 2y";

    protected override bool GradientReadsOutput => true;

    protected override bool IsFinite => false;

    protected override bool GradientIsFinite => false;
}
