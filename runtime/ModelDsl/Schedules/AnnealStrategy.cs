namespace ModelDsl;

/// <summary>Along which curve <see cref="OneCycleLR"/> goes from one rate to the next.</summary>
public enum AnnealStrategy
{
    /// <summary>Half a cosine.</summary>
    Cos,

    /// <summary>A line.</summary>
    Linear,
}
