namespace ModelDsl;

/// <summary>
/// Binary cross-entropy of probabilities: <c>−w · (t · ln x + (1 − t) · ln(1 − x))</c>, of outputs in [0, 1]
/// (<see cref="SigmoidAttribute">Sigmoid</see> before it) and targets in [0, 1]. The logarithms are cut off at −100; the mean is over all values.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class BCELossAttribute : LossAttribute
{
    /// <summary>One weight for each output of a sample; all 1 if not written.</summary>
    public float[]? Weight { get; set; }
}
