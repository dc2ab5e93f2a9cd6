namespace ModelDsl;

/// <summary>
/// A function of your own with its gradient, where tensor functions do not reach: PyTorch's <c>torch.autograd.Function</c>. A body calls it by
/// <c>Apply&lt;TFunction&gt;(x)</c>; compiled networks call the two methods directly, sample by sample and from several threads at once.
/// </summary>
/// <remarks>
/// The spans hold one sample, the last dimension fastest, whatever its shape. What is written holds zeros at first. Both methods compute from what they are
/// given alone, and keep nothing. The class is at least <c>internal</c>. <see cref="GradientCheck"/> holds one pass against the other.
/// </remarks>
/// <example>
/// <code>
/// public sealed class Cube : ITensorFunction
/// {
///     public static void Forward(ReadOnlySpan&lt;float&gt; x, Span&lt;float&gt; y)
///     {
///         for (int i = 0; i &lt; x.Length; i++) y[i] = x[i] * x[i] * x[i];
///     }
///
///     public static void Backward(ReadOnlySpan&lt;float&gt; x, ReadOnlySpan&lt;float&gt; y, ReadOnlySpan&lt;float&gt; dy, Span&lt;float&gt; dx)
///     {
///         for (int i = 0; i &lt; x.Length; i++) dx[i] = dy[i] * 3 * x[i] * x[i];
///     }
/// }
/// </code>
/// </example>
public interface ITensorFunction
{
    /// <summary>Computes y of x.</summary>
    /// <param name="x">The input of one sample.</param>
    /// <param name="y">Receives the output.</param>
    static abstract void Forward(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>Computes the gradient with respect to x from that with respect to y.</summary>
    /// <param name="x">The input of one sample.</param>
    /// <param name="y">What <see cref="Forward"/> computed of it.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dx">Receives the gradient of the input.</param>
    static abstract void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx);
}
