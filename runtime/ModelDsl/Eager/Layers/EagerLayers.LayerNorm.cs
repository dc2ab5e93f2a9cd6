namespace ModelDsl;

/// <content>LayerNorm.</content>
public static partial class EagerLayers
{
    /// <summary>
    /// Layer normalisation: <c>y = (x − mean) / √(variance + eps) · weight + bias</c>, with mean and (biased) variance over the last dimensions
    /// of each sample. Any shape → the same shape.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The weight, of the normalised shape, or null.</param>
    /// <param name="bias">The bias, of the normalised shape, or null.</param>
    /// <param name="normalizedShape">The sizes of the last dimensions; none for all of them, or of a sequence [T, D] each row.</param>
    /// <param name="eps">Added to the variance before the root.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor LayerNorm(Tensor x, Tensor? weight, Tensor? bias, int[] normalizedShape, float eps)
    {
        ReadOnlySpan<int> shape = x.Shape.AsSpan();
        int[] normalized = normalizedShape.Length > 0 ? normalizedShape : shape.Length == 2 ? [shape[1]] : [.. shape];
        if (normalized.Length > shape.Length || !shape[^normalized.Length..].SequenceEqual(normalized))
            throw new ArgumentException($"LayerNorm: the last sizes of a sample are {Sizes.Text(normalized)}, and {Sizes.Text(shape)} came.", nameof(x));
        CheckShape("LayerNorm", nameof(weight), weight, normalized);
        CheckShape("LayerNorm", nameof(bias), bias, normalized);
        int length = Sizes.Count(normalized);
        int[][] groups = [.. Enumerable.Range(0, x.Data.Length / length).Select(g => Enumerable.Range(g * length, length).ToArray())];
        return Affine(Normalize(x, groups, eps), weight, bias);
    }
}
