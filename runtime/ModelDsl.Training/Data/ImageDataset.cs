using System.Numerics.Tensors;

namespace ModelDsl.Training;

/// <summary>
/// Pictures with class labels, kept as bytes (a quarter of the memory of floats) and read as numbers from 0 to 1, as torchvision's
/// <c>ToTensor</c> does: value / 255.
/// </summary>
public sealed class ImageDataset : Dataset<int>
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <summary>Wraps the arrays, which are not copied.</summary>
    /// <param name="pixels">One picture after another, channels first.</param>
    /// <param name="labels">One class index for each picture.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <param name="height">Rows of a picture.</param>
    /// <param name="width">Columns of a picture.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public ImageDataset(byte[] pixels, byte[] labels, int channels, int height, int width)
        : base(labels?.Length ?? throw new ArgumentNullException(nameof(labels)), [channels, height, width])
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)labels.Length * SampleSize)
        {
            throw new ArgumentException(
                $"pixels: expected {(long)labels.Length * SampleSize} values for {labels.Length} labels ({channels}×{height}×{width} each), got {pixels.Length}",
                nameof(pixels));
        }

        _pixels = pixels;
        _labels = labels;
    }

    /// <summary>The bytes of one picture, channels first, as they are in the file.</summary>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        CheckIndex(index);
        return _pixels.AsSpan(index * SampleSize, SampleSize);
    }

    /// <summary>The class index of one picture.</summary>
    public int Label(int index)
    {
        CheckIndex(index);
        return _labels[index];
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<float> sample, Span<int> target)
    {
        CheckRead(index, sample, target);
        sample = sample[..SampleSize];
        TensorPrimitives.ConvertChecked<byte, float>(_pixels.AsSpan(index * SampleSize, SampleSize), sample);
        TensorPrimitives.Divide(sample, 255f, sample); // not · (1 / 255), which rounds differently
        target[0] = _labels[index];
    }

    private void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"expected the number of a picture, 0…{Count - 1}");
    }
}
