namespace ModelDsl.Training;

/// <summary>A choice of another set's samples.</summary>
internal sealed class Subset<TTarget> : Dataset<TTarget>
    where TTarget : unmanaged
{
    private readonly Dataset<TTarget> _source;
    private readonly int[] _indices;

    public Subset(Dataset<TTarget> source, int[] indices)
        : base(indices.Length, [.. source.SampleShape], source.TargetSize)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)source.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"expected numbers of samples, 0…{source.Count - 1}");
        }

        _source = source;
        _indices = indices;
        ClassNames = source.ClassNames;
    }

    public override void Read(int index, Span<float> sample, Span<TTarget> target)
    {
        CheckRead(index, sample, target);
        _source.Read(_indices[index], sample, target);
    }
}
