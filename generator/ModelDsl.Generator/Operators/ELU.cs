using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x</c> for x &gt; 0, <c>alpha · (eˣ − 1)</c> below.</summary>
internal sealed record ELU(float Alpha) : ActivationOperator
{
    public override string Formula => "y = x > 0 ? x : alpha · (eˣ − 1)";

    public static ELU Create(LayerSpec layer) => new(layer.Float("Alpha", 1));

    public override string Eager(EagerCall call, LayerSpec layer) => call.Function(Kind, CodeWriter.Literal(Alpha));

    protected override string Call => $"Activations.ELU({{0}}, {{1}}, {CodeWriter.Literal(Alpha)});";

    protected override string GradientCall => $"Activations.{(GradientReadsOutput ? "ELUGradient" : "ELUGradientOfInput")}({{0}}, {{1}}, {{2}}, {CodeWriter.Literal(Alpha)});";

    protected override string GradientFormula => "dx = x > 0 ? dy : alpha · eˣ · dy";

    protected override bool GradientReadsOutput => Alpha > 0;
}
