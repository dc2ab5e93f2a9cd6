namespace ModelDsl;

/// <summary>
/// For classification: <c>−w[t] · x[t]</c> of logarithms of probabilities [C] (<see cref="LogSoftmaxAttribute">LogSoftmax</see> before it)
/// and a class index t. The mean is <c>Σ loss / Σ w[t]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class NLLLossAttribute : LossAttribute
{
    /// <summary>One weight for each of the C classes; all 1 if not written.</summary>
    public float[]? Weight { get; set; }

    /// <summary>A target that does not count, neither in the loss nor in its mean.</summary>
    public int IgnoreIndex { get; set; } = -100;
}
