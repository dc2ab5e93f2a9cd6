namespace ModelDsl.Training;

/// <summary>
/// Cuts a window out of a picture at a random place, after a border of zeros has been put around it, as torchvision's <c>RandomCrop</c>
/// does. With a window as large as the picture, this moves the picture by up to the border's width.
/// </summary>
public sealed class RandomCrop : Transform
{
    private readonly int _size;
    private readonly int _padding;

    /// <summary>Takes the sizes.</summary>
    /// <param name="size">Height and width of the window, in pixels.</param>
    /// <param name="padding">Width of the border on every side, in pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the padding is negative.</exception>
    public RandomCrop(int size, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        _size = size;
        _padding = padding;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> sampleShape)
    {
        RequirePicture(sampleShape);
        if (sampleShape[1] + 2L * _padding < _size || sampleShape[2] + 2L * _padding < _size)
        {
            throw new ArgumentException(
                $"RandomCrop: expected pictures of at least {_size}×{_size} with their padding of {_padding}, got {ShapeText.Format(sampleShape)}", nameof(sampleShape));
        }

        return [sampleShape[0], _size, _size];
    }

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> sample, ReadOnlySpan<int> sampleShape, Span<float> result, RandomGenerator random)
    {
        (int channels, int height, int width) = (sampleShape[0], sampleShape[1], sampleShape[2]);
        int top = random.NextInt32(height + 2 * _padding - _size + 1) - _padding;
        int left = random.NextInt32(width + 2 * _padding - _size + 1) - _padding;

        // Columns first … end − 1 of the window lie within the picture; what is left of them is border.
        int first = Math.Clamp(-left, 0, _size);
        int end = Math.Clamp(width - left, first, _size);
        result.Clear();
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = 0; row < _size; row++)
            {
                int source = top + row;
                if ((uint)source < (uint)height && end > first)
                {
                    sample.Slice((channel * height + source) * width + left + first, end - first)
                        .CopyTo(result.Slice((channel * _size + row) * _size + first));
                }
            }
        }
    }
}
