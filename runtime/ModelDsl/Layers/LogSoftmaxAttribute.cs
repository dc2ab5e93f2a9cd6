namespace ModelDsl;

/// <summary>
/// <c>yᵢ = xᵢ − ln Σⱼ exp(xⱼ)</c> along one dimension. Any shape → the same shape.
/// Goes with <see cref="NLLLossAttribute">NLLLoss</see>.
/// </summary>
/// <param name="dim">The dimension of the sum, counted as in PyTorch with the batch as dimension 0; negative ones count from the end.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class LogSoftmaxAttribute(int dim = 1) : LayerAttribute
{
    /// <summary>The dimension of the sum.</summary>
    public int Dim { get; } = dim;
}
