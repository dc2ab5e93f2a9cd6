namespace ModelDsl;

/// <summary>
/// In training, sets each value to zero with probability p and multiplies the others by 1/(1 − p); in prediction, nothing. Any shape.
/// </summary>
/// <param name="p">The probability of a zero, from 0 to 1.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute(float p = 0.5f) : LayerAttribute
{
    /// <summary>The probability of a zero.</summary>
    public float P { get; } = p;
}
