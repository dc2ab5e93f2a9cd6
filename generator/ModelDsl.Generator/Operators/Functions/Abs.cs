using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = |x|</c></summary>
internal sealed record Abs : ActivationOperator
{
    public override string Formula => "y = |x|";

    public static Abs Create(LayerSpec call) => new();

    protected override string Call => "Elementwise.Abs({0}, {1});";

    protected override string GradientCall => "Elementwise.AbsGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = dy · sign x";
}
