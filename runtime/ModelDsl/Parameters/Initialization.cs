namespace ModelDsl;

/// <summary>How a parameter or buffer starts.</summary>
public enum Initialization
{
    /// <summary>All 0.</summary>
    Zeros,

    /// <summary>All 1.</summary>
    Ones,

    /// <summary>Uniform between minus and plus <see cref="ParameterDescription.Bound"/>.</summary>
    Uniform,
}
