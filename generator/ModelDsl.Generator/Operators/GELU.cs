using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x · Φ(x)</c>, or its approximation by tanh.</summary>
internal sealed record GELU(bool IsTanh) : ActivationOperator
{
    public override string Formula => "y = x · Φ(x)";

    public static GELU Create(LayerSpec layer) => new(layer.Word("Approximate") == "tanh");

    protected override void CheckArguments(ShapeContext shapes) => shapes.RequireWord("Approximate", shapes.Layer.Word("Approximate"), "none", "tanh");

    public override string Eager(EagerCall call, LayerSpec layer) => call.Function(Kind, IsTanh ? "\"tanh\"" : "\"none\"");

    protected override string Call => IsTanh ? "Activations.GELUTanh({0}, {1});" : "Activations.GELU({0}, {1});";

    protected override string GradientCall => IsTanh ? "Activations.GELUTanhGradient({0}, {1}, {2});" : "Activations.GELUGradient({0}, {1}, {2});";

    protected override string GradientFormula => "dx = (Φ(x) + x · φ(x)) · dy";
}
