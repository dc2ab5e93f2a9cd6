namespace ModelDsl.Engine;

/// <summary>Where samples of the caller's lie while a call lasts: the engine has pinned them.</summary>
internal unsafe struct CallerBlock(float* start, int size)
{
    /// <summary>The blocks of one call: the inputs from this index on.</summary>
    public const int Inputs = 0;

    /// <summary>The targets from this index on.</summary>
    public const int Targets = CallerSpans.Most;

    /// <summary>The outputs from this index on.</summary>
    public const int Outputs = 2 * CallerSpans.Most;

    /// <summary>How many blocks there are in all.</summary>
    public const int Count = 3 * CallerSpans.Most;

    /// <summary>The first of the samples at hand; class indices have the size of a float.</summary>
    public float* Start = start;

    /// <summary>The values of one sample.</summary>
    public int Size = size;
}
