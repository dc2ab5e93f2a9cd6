namespace ModelDsl;

/// <summary>Uniform between ± <c>gain · √(6 / (fanIn + fanOut))</c> (Glorot and Bengio, 2010), as <c>xavier_uniform_</c>.</summary>
/// <remarks>The fans of a weight [out, in, …] are in and out, times the sizes behind them (the kernel's); groups have fans of their own. A bias has none.</remarks>
/// <param name="gain">A factor for the activation behind: 5/3 for tanh.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitXavierUniformAttribute(float gain = 1) : InitAttribute
{
    /// <summary>A factor for the activation behind: 5/3 for tanh.</summary>
    public float Gain { get; set; } = gain;
}
