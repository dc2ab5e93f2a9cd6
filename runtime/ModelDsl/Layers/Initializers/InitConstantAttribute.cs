namespace ModelDsl;

/// <summary>All the same value, as <c>constant_</c>.</summary>
/// <param name="value">The value.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitConstantAttribute(float value) : InitAttribute
{
    /// <summary>The value.</summary>
    public float Value { get; set; } = value;
}
