namespace ModelDsl.Training;

/// <summary>Samples and targets in two arrays of memory.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class indices, <see cref="float"/> for everything else.</typeparam>
public sealed class TensorDataset<TTarget> : Dataset<TTarget>
    where TTarget : unmanaged
{
    private readonly float[] _samples;
    private readonly TTarget[] _targets;

    /// <summary>Wraps the arrays, which are not copied.</summary>
    /// <param name="samples">One sample after another, each in the order of <paramref name="sampleShape"/>.</param>
    /// <param name="targets">One target after another.</param>
    /// <param name="sampleShape">The shape of one sample, channels first: <c>1, 28, 28</c>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public TensorDataset(float[] samples, TTarget[] targets, params ReadOnlySpan<int> sampleShape)
        : base(CountOf(samples, sampleShape), sampleShape, TargetSizeOf(samples, targets, sampleShape))
    {
        _samples = samples;
        _targets = targets;
    }

    /// <summary>All samples, one after another.</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>All targets, one after another.</summary>
    public ReadOnlySpan<TTarget> Targets => _targets;

    /// <inheritdoc/>
    public override void Read(int index, Span<float> sample, Span<TTarget> target)
    {
        CheckRead(index, sample, target);
        _samples.AsSpan(index * SampleSize, SampleSize).CopyTo(sample);
        _targets.AsSpan(index * TargetSize, TargetSize).CopyTo(target);
    }

    private static int CountOf(float[] samples, ReadOnlySpan<int> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int size = ShapeText.Product(sampleShape, nameof(sampleShape));
        if (samples.Length % size != 0)
        {
            throw new ArgumentException(
                $"samples: expected a multiple of {size} values ({ShapeText.Format(sampleShape.ToArray())} each), got {samples.Length}", nameof(samples));
        }

        return samples.Length / size;
    }

    private static int TargetSizeOf(float[] samples, TTarget[] targets, ReadOnlySpan<int> sampleShape)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int count = CountOf(samples, sampleShape);
        if (count == 0)
        {
            return targets.Length == 0
                ? 1
                : throw new ArgumentException($"targets: expected none, because there are no samples, got {targets.Length}", nameof(targets));
        }

        if (targets.Length == 0 || targets.Length % count != 0)
            throw new ArgumentException($"targets: expected a multiple of {count} values, as there are {count} samples, got {targets.Length}", nameof(targets));
        return targets.Length / count;
    }
}
