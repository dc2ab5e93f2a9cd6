using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x²</c></summary>
internal sealed record Square : ActivationOperator
{
    public override string Formula => "y = x²";

    public static Square Create(LayerSpec call) => new();

    protected override string Call => "Elementwise.Square({0}, {1});";

    protected override string GradientCall => "Elementwise.SquareGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = 2x · dy";
}
