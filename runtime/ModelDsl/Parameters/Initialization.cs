namespace ModelDsl;

/// <summary>How a parameter or buffer starts.</summary>
public enum Initialization
{
    /// <summary>All 0.</summary>
    Zeros,

    /// <summary>All 1.</summary>
    Ones,

    /// <summary>Uniform between minus and plus <see cref="ParameterDescription.Bound"/> around <see cref="ParameterDescription.Mean"/>.</summary>
    Uniform,

    /// <summary>All <see cref="ParameterDescription.Mean"/>.</summary>
    Constant,

    /// <summary>Normal, with <see cref="ParameterDescription.Mean"/> and <see cref="ParameterDescription.Std"/>.</summary>
    Normal,

    /// <summary>
    /// A matrix of the first dimension by all others, whose rows (or columns, of which there are fewer) are at right angles to each other and have
    /// the length <see cref="ParameterDescription.Bound"/>.
    /// </summary>
    Orthogonal,
}
