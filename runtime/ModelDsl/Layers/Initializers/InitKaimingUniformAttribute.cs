namespace ModelDsl;

/// <summary>Uniform between ± <c>gain · √(3 / fan)</c> (He et al., 2015), as <c>kaiming_uniform_</c>; the gain is that of the <see cref="Nonlinearity"/>.</summary>
/// <remarks>The fans of a weight [out, in, …] are in and out, times the sizes behind them (the kernel's); groups have fans of their own. A bias has none.</remarks>
/// <param name="a">The negative slope of a leaky ReLU behind; others ignore it.</param>
/// <param name="mode">Whether the size of values is kept on the way forward or that of gradients on the way back.</param>
/// <param name="nonlinearity">The activation behind the layer.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitKaimingUniformAttribute(float a = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyReLU) : InitAttribute
{
    /// <summary>The negative slope of a leaky ReLU behind; others ignore it.</summary>
    public float A { get; set; } = a;

    /// <summary>Whether the size of values is kept on the way forward or that of gradients on the way back.</summary>
    public FanMode Mode { get; set; } = mode;

    /// <summary>The activation behind the layer.</summary>
    public Nonlinearity Nonlinearity { get; set; } = nonlinearity;
}
