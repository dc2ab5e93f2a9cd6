using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = ln x</c></summary>
internal sealed record Log : ActivationOperator
{
    public override string Formula => "y = ln x";

    public static Log Create(LayerSpec call) => new();

    protected override string Call => "VectorMath.Log({0}, {1});";

    protected override string GradientCall => "Elementwise.Divide({1}, {0}, {2});";

    protected override string GradientFormula => "dx = dy / x";

    protected override bool IsFinite => false;

    protected override bool GradientIsFinite => false;
}
