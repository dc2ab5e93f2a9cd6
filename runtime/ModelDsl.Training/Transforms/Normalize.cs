using System.Numerics.Tensors;

namespace ModelDsl.Training;

/// <summary>
/// Gives every channel about mean 0 and standard deviation 1: (value − mean) / std, with the mean and standard deviation of that channel
/// over the training set, as torchvision's <c>Normalize</c> does.
/// </summary>
public sealed class Normalize : Transform
{
    private readonly float[] _mean;
    private readonly float[] _std;

    /// <summary>Takes one mean and one standard deviation per channel.</summary>
    /// <exception cref="ArgumentException">There are not as many of one as of the other, or one is not finite, or a standard deviation is not positive.</exception>
    public Normalize(ReadOnlySpan<float> mean, ReadOnlySpan<float> std)
    {
        if (mean.Length == 0 || mean.Length != std.Length)
            throw new ArgumentException($"expected as many means as standard deviations, got {mean.Length} and {std.Length}");
        foreach (float value in mean)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException($"expected finite means, got {value}", nameof(mean));
        }

        foreach (float value in std)
        {
            if (!float.IsFinite(value) || value <= 0)
                throw new ArgumentException($"expected positive standard deviations, got {value}", nameof(std));
        }

        _mean = mean.ToArray();
        _std = std.ToArray();
    }

    /// <summary>The same mean and standard deviation for samples with one channel.</summary>
    public Normalize(float mean, float std)
        : this([mean], [std])
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> sampleShape)
    {
        if (sampleShape[0] != _mean.Length)
        {
            throw new ArgumentException(
                $"Normalize: expected samples with {_mean.Length} channels, one for each mean, got samples of {ShapeText.Format(sampleShape)}", nameof(sampleShape));
        }

        return sampleShape;
    }

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> sample, ReadOnlySpan<int> sampleShape, Span<float> result, RandomGenerator random)
    {
        int size = sample.Length / _mean.Length;
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            Span<float> values = result.Slice(channel * size, size);
            TensorPrimitives.Subtract(sample.Slice(channel * size, size), _mean[channel], values);
            TensorPrimitives.Divide(values, _std[channel], values);
        }
    }
}
