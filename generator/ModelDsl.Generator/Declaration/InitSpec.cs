namespace ModelDsl.Generator.Declaration;

/// <summary>How a parameter of a layer starts, if not as the layer would have it.</summary>
/// <param name="Written">The attribute as written: <c>InitNormal(Std = 0.02f)</c>.</param>
internal sealed record InitSpec(LayerSpec Written)
{
    /// <summary>The parameter that it starts: <c>weight</c>.</summary>
    public string Of => Written.Word("Of") ?? "weight";
}
