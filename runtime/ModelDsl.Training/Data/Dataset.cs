namespace ModelDsl.Training;

/// <summary>
/// Samples with their targets, addressed by number. <see cref="TensorDataset{TTarget}"/> and <see cref="ImageDataset"/> hold them in
/// memory; derive from this class to bring your own.
/// </summary>
/// <typeparam name="TTarget"><see cref="int"/> for class indices, <see cref="float"/> for everything else.</typeparam>
public abstract class Dataset<TTarget>
    where TTarget : unmanaged
{
    private readonly int[] _sampleShape;

    /// <summary>Fixes the sizes.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="sampleShape">The shape of one sample, channels first: <c>[1, 28, 28]</c>.</param>
    /// <param name="targetSize">How many target values one sample has: 1 for a class index.</param>
    /// <exception cref="ArgumentException">A size is not positive, or a sample has more values than an array can hold.</exception>
    protected Dataset(int count, ReadOnlySpan<int> sampleShape, int targetSize = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetSize);
        _sampleShape = sampleShape.ToArray();
        SampleSize = ShapeText.Product(_sampleShape, nameof(sampleShape));
        Count = count;
        TargetSize = targetSize;
    }

    /// <summary>How many samples there are.</summary>
    public int Count { get; }

    /// <summary>The shape of one sample, channels first: <c>[1, 28, 28]</c>.</summary>
    public IReadOnlyList<int> SampleShape => _sampleShape;

    /// <summary>How many values one sample has: the product of <see cref="SampleShape"/>.</summary>
    public int SampleSize { get; }

    /// <summary>How many target values one sample has: 1 for a class index.</summary>
    public int TargetSize { get; }

    /// <summary>The names of the classes, by class index; empty where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Copies one sample and its target. Loaders call this from their own thread, several of them at the same time.</summary>
    /// <param name="index">Which sample, from 0.</param>
    /// <param name="sample">Receives <see cref="SampleSize"/> values.</param>
    /// <param name="target">Receives <see cref="TargetSize"/> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public abstract void Read(int index, Span<float> sample, Span<TTarget> target);

    /// <summary>The samples with the given numbers, in that order. Nothing is copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them does not exist.</exception>
    public Dataset<TTarget> Subset(ReadOnlySpan<int> indices) => new Subset<TTarget>(this, indices.ToArray());

    /// <summary>The first <paramref name="count"/> samples, or all if there are fewer. Nothing is copied.</summary>
    public Dataset<TTarget> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count >= Count ? this : new Subset<TTarget>(this, [.. Enumerable.Range(0, count)]);
    }

    /// <summary>Cuts the samples into two parts at random, without copying them: to hold some out for validation or testing.</summary>
    /// <param name="fraction">The part that goes into <c>Second</c>, between 0 and 1: 0.2 for a fifth.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    public (Dataset<TTarget> First, Dataset<TTarget> Second) Split(double fraction, int seed)
    {
        if (!(fraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "expected a part between 0 and 1, both excluded");
        int[] order = [.. Enumerable.Range(0, Count)];
        new RandomGenerator(seed).Shuffle<int>(order);
        int second = (int)Math.Round(Count * fraction, MidpointRounding.AwayFromZero);
        return (Subset(order.AsSpan(second)), Subset(order.AsSpan(0, second)));
    }

    /// <summary>Throws if there is no sample of this number, or if the spans are too short for it.</summary>
    protected void CheckRead(int index, Span<float> sample, Span<TTarget> target)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"expected the number of a sample, 0…{Count - 1}");
        if (sample.Length < SampleSize)
            throw new ArgumentException($"sample: expected room for {SampleSize} values, got {sample.Length}", nameof(sample));
        if (target.Length < TargetSize)
            throw new ArgumentException($"target: expected room for {TargetSize} values, got {target.Length}", nameof(target));
    }
}
