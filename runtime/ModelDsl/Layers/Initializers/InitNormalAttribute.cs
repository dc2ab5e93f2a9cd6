namespace ModelDsl;

/// <summary>Normally distributed, as <c>normal_</c>.</summary>
/// <param name="mean">The mean.</param>
/// <param name="std">The standard deviation, 0 or more.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitNormalAttribute(float mean = 0, float std = 1) : InitAttribute
{
    /// <summary>The mean.</summary>
    public float Mean { get; set; } = mean;

    /// <summary>The standard deviation, 0 or more.</summary>
    public float Std { get; set; } = std;
}
