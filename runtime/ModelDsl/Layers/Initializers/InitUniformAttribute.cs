namespace ModelDsl;

/// <summary>Uniform from <c>a</c> to <c>b</c>, as <c>uniform_</c>.</summary>
/// <param name="a">The least value.</param>
/// <param name="b">The largest value, at least <c>a</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitUniformAttribute(float a = 0, float b = 1) : InitAttribute
{
    /// <summary>The least value.</summary>
    public float A { get; set; } = a;

    /// <summary>The largest value, at least <c>a</c>.</summary>
    public float B { get; set; } = b;
}
