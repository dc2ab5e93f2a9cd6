namespace ModelDsl;

/// <summary>All 0, as <c>zeros_</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitZerosAttribute : InitAttribute;
