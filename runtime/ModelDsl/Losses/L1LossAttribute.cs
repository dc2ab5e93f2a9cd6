namespace ModelDsl;

/// <summary>For regression: <c>|x − t|</c>, of outputs and targets of the same shape; the mean is over all values.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class L1LossAttribute : LossAttribute;
