using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = eˣ</c></summary>
internal sealed record Exp : ActivationOperator
{
    public override string Formula => "y = eˣ";

    public static Exp Create(LayerSpec call) => new();

    protected override string Call => "VectorMath.Exp({0}, {1});";

    protected override string GradientCall => "Elementwise.Multiply({0}, {1}, {2});";

    protected override string GradientFormula => "dx = y · dy";

    protected override bool GradientReadsOutput => true;

    protected override bool IsFinite => false;
}
