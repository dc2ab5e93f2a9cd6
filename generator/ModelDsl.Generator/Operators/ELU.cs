using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = x</c> for x &gt; 0, <c>alpha · (eˣ − 1)</c> below.</summary>
internal sealed record ELU(float Alpha) : ActivationOperator
{
    public override string Formula => "y = x > 0 ? x : alpha · (eˣ − 1)";

    public static ELU Create(LayerSpec layer) => new(layer.Float("Alpha", 1));
}
