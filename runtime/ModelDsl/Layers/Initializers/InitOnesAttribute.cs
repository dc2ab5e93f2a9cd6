namespace ModelDsl;

/// <summary>All 1, as <c>ones_</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitOnesAttribute : InitAttribute;
