namespace ModelDsl;

/// <summary>
/// <c>y = x · Φ(x) = x/2 · (1 + erf(x/√2))</c>, or with <see cref="Approximate"/> = "tanh"
/// <c>x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))</c>. Element by element, any shape.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class GELUAttribute : LayerAttribute
{
    /// <summary>"none" for the exact function, the default, or "tanh" for its approximation.</summary>
    public string Approximate { get; set; } = "none";
}
