namespace ModelDsl;

/// <summary><c>y = x · min(max(x + 3, 0), 6) / 6</c>. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class HardswishAttribute : LayerAttribute;
