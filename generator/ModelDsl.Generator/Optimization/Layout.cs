using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// How one sample of a value lies in memory. Everything lies channels last, as a picture of <see cref="Height"/> × <see cref="Width"/>
/// pixels with <see cref="Channels"/> values each: a vector [F] is one pixel with F channels, a sequence [T, D] is a row of T pixels,
/// a picture [C, H, W] is itself, [.., W, C] are rows of such pixels, and what <c>Flatten</c> makes of it stays as it is (the order is mended in packed weights).
/// A pixel takes <see cref="PixelStride"/> floats, a multiple of 16 except for narrow inputs, so that vector code has no tails:
/// the lanes beyond <see cref="Channels"/> hold finite values that nobody reads. Pictures may carry a border of zeros.
/// </summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Channels">Values of a pixel that mean something.</param>
/// <param name="PixelStride">Floats from one pixel to the next.</param>
/// <param name="Border">Zero pixels on each of the four sides.</param>
internal sealed record Layout(int Height, int Width, int Channels, int PixelStride, int Border = 0)
{
    public const int Lanes = 16;

    /// <summary>1 KB.</summary>
    private const int Aliasing = 256;

    /// <summary>Floats from one row to the next.</summary>
    public int RowStride => (Width + 2 * Border) * PixelStride;

    /// <summary>
    /// Floats from one sample to the next; a multiple of 16, except for the caller's vectors, read in place. Vectors are kept off multiples of 1 KB,
    /// at which all samples would meet in one set of the cache.
    /// </summary>
    public int SampleStride => Pixels > 1 || Border > 0 ? RoundUp((Height + 2 * Border) * RowStride) : PixelStride % Aliasing == 0 ? PixelStride + Lanes : PixelStride;

    /// <summary>Floats from one vector of channels to the next where they are walked through as rows: vectors, or the steps of a sequence.</summary>
    public int VectorStride => Height * Width == 1 && IsContiguous ? SampleStride : PixelStride;

    /// <summary>Where the first pixel inside the border is.</summary>
    public int First => Border * RowStride + Border * PixelStride;

    /// <summary>The floats of one row without its border, pad lanes included.</summary>
    public int RowLength => Width * PixelStride;

    public int Pixels => Height * Width;

    /// <summary>Whether a sample is one run of floats without border.</summary>
    public bool IsContiguous => Border == 0;

    /// <summary>Whether every lane means something.</summary>
    public bool IsDense => PixelStride == Channels && SampleStride == Height * Width * Channels;

    public static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>More dimensions lie in the declared order: the last one is a pixel, the one before it a row, all others together are the height.</summary>
    private static Layout OfRows(Shape shape)
    {
        int height = 1;
        for (int i = 0; i < shape.Rank - 2; i++) height *= shape[i];
        return new(height, shape[shape.Rank - 2], shape[shape.Rank - 1], RoundUp(shape[shape.Rank - 1]));
    }

    /// <summary>The layout of a shape without border, pixels padded to whole vectors.</summary>
    public static Layout Of(Shape shape, int border = 0) => shape.Rank switch
    {
        0 => new(1, 1, 1, Lanes),
        1 => new(1, 1, shape[0], RoundUp(shape[0])),
        2 => new(1, shape[0], shape[1], RoundUp(shape[1])),
        3 => new(shape[1], shape[2], shape[0], RoundUp(shape[0]), border),
        _ => OfRows(shape),
    };
}
