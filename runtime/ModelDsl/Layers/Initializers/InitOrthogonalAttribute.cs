namespace ModelDsl;

/// <summary>Rows (or columns, of which there are fewer) at right angles to each other, of length <c>gain</c> (Saxe et al., 2013), as <c>orthogonal_</c>.</summary>
/// <remarks>A weight of more than two dimensions counts as a matrix of its first dimension by all others. The time grows with the square of the smaller side.</remarks>
/// <param name="gain">The length of each row.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class InitOrthogonalAttribute(float gain = 1) : InitAttribute
{
    /// <summary>The length of each row.</summary>
    public float Gain { get; set; } = gain;
}
