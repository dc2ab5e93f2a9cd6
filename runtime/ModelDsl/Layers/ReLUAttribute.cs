namespace ModelDsl;

/// <summary><c>y = max(x, 0)</c>. Element by element, any shape.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class ReLUAttribute : LayerAttribute;
