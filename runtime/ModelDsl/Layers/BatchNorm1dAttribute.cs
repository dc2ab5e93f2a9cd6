namespace ModelDsl;

/// <summary>
/// Batch normalisation: <c>y = (x − mean) / √(variance + eps) · weight + bias</c> for each of the C features. [C] → the same shape.
/// Training uses mean and (biased) variance over the batch; prediction uses the running ones, which collect the unbiased variance.
/// Parameters: <c>weight</c> [C] of ones, <c>bias</c> [C] of zeros; buffers: <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class BatchNorm1dAttribute : LayerAttribute
{
    /// <summary>The number of features. Follows from the layer before; checked if written.</summary>
    public int NumFeatures { get; set; }

    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; set; } = 1e-5f;

    /// <summary>The weight of a batch in the running mean and variance: <c>running += momentum · (batch − running)</c>.</summary>
    public float Momentum { get; set; } = 0.1f;

    /// <summary>Whether the result is scaled and shifted by learned <c>weight</c> and <c>bias</c>.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>Whether running statistics are kept for prediction; without, prediction uses those of its own batch.</summary>
    public bool TrackRunningStats { get; set; } = true;

    /// <summary>The name in <see cref="IModel.Parameters"/> and in files; <c>bn1</c> if not written, counted in the order of the layers.</summary>
    public string? Name { get; set; }
}
