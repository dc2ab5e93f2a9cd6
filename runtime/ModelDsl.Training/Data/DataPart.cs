namespace ModelDsl.Training;

/// <summary>Which part of a published data set.</summary>
public enum DataPart
{
    /// <summary>The samples to learn from.</summary>
    Train,

    /// <summary>The samples to measure with, never to learn from.</summary>
    Test,
}
