namespace ModelDsl;

/// <summary>
/// For classification: <c>−w[t] · ln softmax(x)[t]</c> of scores [C] (no softmax before it!) and a class index t.
/// The mean is <c>Σ loss / Σ w[t]</c>. With label smoothing ε it is (1 − ε) of that plus ε/C times the (weighted) loss of every class.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class CrossEntropyLossAttribute : LossAttribute
{
    /// <summary>How much of the target is spread evenly over all classes, from 0 to 1.</summary>
    public float LabelSmoothing { get; set; }

    /// <summary>One weight for each of the C classes; all 1 if not written.</summary>
    public float[]? Weight { get; set; }

    /// <summary>A target that does not count, neither in the loss nor in its mean.</summary>
    public int IgnoreIndex { get; set; } = -100;
}
