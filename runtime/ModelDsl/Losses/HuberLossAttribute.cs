namespace ModelDsl;

/// <summary>
/// For regression: with d = x − t, <c>d²/2</c> where |d| ≤ delta, <c>delta · (|d| − delta/2)</c> elsewhere; the mean is over all values.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class HuberLossAttribute : LossAttribute
{
    /// <summary>Where the parabola becomes straight; greater than 0.</summary>
    public float Delta { get; set; } = 1;
}
