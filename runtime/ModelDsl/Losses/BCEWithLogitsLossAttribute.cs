namespace ModelDsl;

/// <summary>
/// Binary cross-entropy of scores: <c>−w · (p · t · ln σ(x) + (1 − t) · ln(1 − σ(x)))</c> (no sigmoid before it!), with targets in [0, 1]
/// and p the weight of positive targets; the mean is over all values.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class BCEWithLogitsLossAttribute : LossAttribute
{
    /// <summary>One weight of positive targets for each output of a sample; all 1 if not written.</summary>
    public float[]? PosWeight { get; set; }

    /// <summary>One weight for each output of a sample; all 1 if not written.</summary>
    public float[]? Weight { get; set; }
}
