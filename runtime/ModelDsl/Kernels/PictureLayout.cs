using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>
/// How one sample lies in a model's memory: a picture of <see cref="Height"/> × <see cref="Width"/> pixels, channels last, each pixel
/// <see cref="PixelStride"/> floats after the one before, with <see cref="Border"/> further pixels on every side. A vector is one pixel,
/// a sequence is one row of pixels. Samples start at multiples of 16 floats.
/// </summary>
/// <param name="height">Rows, without the border.</param>
/// <param name="width">Pixels of a row, without the border.</param>
/// <param name="pixelStride">Floats from one pixel to the next.</param>
/// <param name="border">Pixels of the border on each side.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PictureLayout(int height, int width, int pixelStride, int border = 0)
{
    /// <summary>Rows, without the border.</summary>
    public int Height { get; } = height;

    /// <summary>Pixels of a row, without the border.</summary>
    public int Width { get; } = width;

    /// <summary>Floats from one pixel to the next.</summary>
    public int PixelStride { get; } = pixelStride;

    /// <summary>Pixels of the border on each side.</summary>
    public int Border { get; } = border;

    /// <summary>Floats from one row to the next.</summary>
    public int RowStride => (Width + 2 * Border) * PixelStride;

    /// <summary>Floats of a row without its border.</summary>
    public int RowLength => Width * PixelStride;

    /// <summary>Floats from one sample to the next. Vectors are kept off multiples of 1 KB, at which all samples would meet in one set of the cache.</summary>
    public int SampleStride
    {
        get
        {
            int stride = ((Height + 2 * Border) * RowStride + 15) / 16 * 16;
            return Height * Width == 1 && stride % 256 == 0 ? stride + 16 : stride;
        }
    }

    /// <summary>The first float of the first pixel inside the border.</summary>
    public int First => Border * (RowStride + PixelStride);

    /// <summary>Where a row of a sample starts inside the border.</summary>
    internal int RowStart(int sample, int row) => sample * SampleStride + First + row * RowStride;
}
