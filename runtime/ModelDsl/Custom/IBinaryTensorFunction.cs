namespace ModelDsl;

/// <summary>A function of two tensors of your own with its gradients: see <see cref="ITensorFunction"/>. A body calls it by <c>Apply&lt;TFunction&gt;(a, b)</c>.</summary>
public interface IBinaryTensorFunction
{
    /// <summary>Computes y of a and b.</summary>
    /// <param name="a">The first input of one sample.</param>
    /// <param name="b">The second input of the sample.</param>
    /// <param name="y">Receives the output.</param>
    static abstract void Forward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    /// <summary>Computes the gradients with respect to a and b from that with respect to y.</summary>
    /// <param name="a">The first input of one sample.</param>
    /// <param name="b">The second input of the sample.</param>
    /// <param name="y">What <see cref="Forward"/> computed of them.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="da">Receives the gradient of the first input.</param>
    /// <param name="db">Receives the gradient of the second input.</param>
    static abstract void Backward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> da, Span<float> db);
}
