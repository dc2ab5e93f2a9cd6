namespace ModelDsl;

/// <summary>For regression: <c>(x − t)²</c>, of outputs and targets of the same shape; the mean is over all values.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class MSELossAttribute : LossAttribute;
