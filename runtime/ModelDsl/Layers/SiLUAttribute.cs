namespace ModelDsl;

/// <summary><c>y = x · σ(x) = x / (1 + e⁻ˣ)</c>, also known as swish. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SiLUAttribute : LayerAttribute;
