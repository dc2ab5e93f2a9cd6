using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = scale · x</c> for x &gt; 0, <c>scale · alpha · (eˣ − 1)</c> below.</summary>
internal sealed record SELU : ActivationOperator
{
    public override string Formula => "y = scale · (x > 0 ? x : alpha · (eˣ − 1))";

    public static SELU Create(LayerSpec layer) => new();
}
