namespace ModelDsl;

/// <summary><c>y = x</c> for x ≥ 0, <c>negativeSlope · x</c> below. Element by element, any shape.</summary>
/// <param name="negativeSlope">The slope below zero.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class LeakyReLUAttribute(float negativeSlope = 0.01f) : LayerAttribute
{
    /// <summary>The slope below zero.</summary>
    public float NegativeSlope { get; } = negativeSlope;
}
