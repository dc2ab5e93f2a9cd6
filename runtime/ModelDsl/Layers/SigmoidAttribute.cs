namespace ModelDsl;

/// <summary><c>y = σ(x) = 1 / (1 + e⁻ˣ)</c>. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidAttribute : LayerAttribute;
