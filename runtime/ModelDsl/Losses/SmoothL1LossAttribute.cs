namespace ModelDsl;

/// <summary>
/// For regression: with d = x − t, <c>d² / (2·beta)</c> where |d| &lt; beta, <c>|d| − beta/2</c> elsewhere; the mean is over all values.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class SmoothL1LossAttribute : LossAttribute
{
    /// <summary>Where the parabola becomes straight; 0 makes the loss <see cref="L1LossAttribute">L1Loss</see>.</summary>
    public float Beta { get; set; } = 1;
}
