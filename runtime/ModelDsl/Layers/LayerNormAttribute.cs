namespace ModelDsl;

/// <summary>
/// Layer normalisation: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>, with mean and (biased) variance over the last
/// dimensions of each sample. Any shape → the same shape. Parameters: <c>weight</c> of ones and <c>bias</c> of zeros, of the normalised shape.
/// </summary>
/// <param name="normalizedShape">The sizes of the last dimensions, over which it normalises. Left out: a vector, each row of a sequence [T, D], or a whole picture.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute(params int[] normalizedShape) : LayerAttribute
{
    /// <summary>The sizes of the last dimensions, over which it normalises.</summary>
    public int[] NormalizedShape { get; } = normalizedShape;

    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; set; } = 1e-5f;

    /// <summary>Whether the result is scaled and shifted by learned <c>weight</c> and <c>bias</c>.</summary>
    public bool ElementwiseAffine { get; set; } = true;

    /// <summary>Whether there is a <c>bias</c>; without meaning if <see cref="ElementwiseAffine"/> is off.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The name in <see cref="IModel.Parameters"/> and in files; <c>ln1</c> if not written, counted in the order of the layers.</summary>
    public string? Name { get; set; }
}
