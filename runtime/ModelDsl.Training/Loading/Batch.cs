namespace ModelDsl.Training;

/// <summary>Some samples and their targets, as a model takes them. Valid until the loader moves on: its memory is used again.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class indices, <see cref="float"/> for everything else.</typeparam>
public readonly ref struct Batch<TTarget>
    where TTarget : unmanaged
{
    internal Batch(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, int count)
    {
        Inputs = inputs;
        Targets = targets;
        Count = count;
    }

    /// <summary>One sample after another.</summary>
    public ReadOnlySpan<float> Inputs { get; }

    /// <summary>One target after another.</summary>
    public ReadOnlySpan<TTarget> Targets { get; }

    /// <summary>How many samples there are. The last batch of an epoch may have fewer than the others.</summary>
    public int Count { get; }
}
