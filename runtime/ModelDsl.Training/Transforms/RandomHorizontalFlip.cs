namespace ModelDsl.Training;

/// <summary>Mirrors a picture left to right, with a given probability.</summary>
public sealed class RandomHorizontalFlip : Transform
{
    private readonly float _probability;

    /// <summary>Takes the probability of a flip.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public RandomHorizontalFlip(float probability = 0.5f)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "expected a probability from 0 to 1");
        _probability = probability;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> sampleShape)
    {
        RequirePicture(sampleShape);
        return sampleShape;
    }

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> sample, ReadOnlySpan<int> sampleShape, Span<float> result, RandomGenerator random)
    {
        sample.CopyTo(result);
        if (random.NextSingle() >= _probability)
            return;
        int width = sampleShape[^1];
        for (int start = 0; start < sample.Length; start += width)
            result.Slice(start, width).Reverse();
    }
}
