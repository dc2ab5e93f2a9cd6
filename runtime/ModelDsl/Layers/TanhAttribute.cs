namespace ModelDsl;

/// <summary><c>y = tanh(x)</c>. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class TanhAttribute : LayerAttribute;
