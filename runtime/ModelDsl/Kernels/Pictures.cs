using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>Moves samples between the caller's order and that of a model's memory, and keeps borders zero.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Pictures
{
    /// <summary>Writes zeros into the border of each sample; pixels inside stay.</summary>
    /// <param name="values">The samples, <see cref="PictureLayout.SampleStride"/> apart.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="height">Rows inside the border.</param>
    /// <param name="width">Pixels of a row inside the border.</param>
    /// <param name="pixelStride">Floats from one pixel to the next.</param>
    /// <param name="border">Pixels of the border on each side.</param>
    public static void ClearBorder(Span<float> values, int count, int height, int width, int pixelStride, int border)
    {
        PictureLayout layout = new(height, width, pixelStride, border);
        int gap = 2 * border * pixelStride;
        for (int n = 0; n < count; n++)
        {
            Span<float> sample = values.Slice(n * layout.SampleStride, layout.SampleStride);
            sample[..layout.First].Clear();
            // The right border of a row and the left one of the next are neighbours.
            for (int y = 0; y < height - 1; y++) sample.Slice(layout.First + y * layout.RowStride + layout.RowLength, gap).Clear();
            sample[(layout.First + (height - 1) * layout.RowStride + layout.RowLength)..].Clear();
        }
    }

    /// <summary>Copies samples in the caller's order [C, H, W] into a model's memory. The border and the lanes beyond the channels become zero.</summary>
    /// <param name="source">Dense samples of channels × height × width floats.</param>
    /// <param name="target">The samples, <see cref="PictureLayout.SampleStride"/> apart.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="layout">How the target lies.</param>
    public static void FromChannelsFirst(ReadOnlySpan<float> source, Span<float> target, int count, int channels, PictureLayout layout)
    {
        int pixels = layout.Height * layout.Width;
        (int runs, int length) = RunsOf(layout);
        if (channels * pixels < layout.SampleStride) target[..(count * layout.SampleStride)].Clear();
        for (int n = 0; n < count; n++)
        {
            for (int run = 0; run < runs; run++)
            {
                ReadOnlySpan<float> from = source[(n * channels * pixels + run * length)..];
                Transpose(from, pixels, target.Slice(layout.RowStart(n, run), length * layout.PixelStride), layout.PixelStride, channels, length);
            }
        }
    }

    /// <summary>Copies samples from a model's memory into the caller's order [C, H, W].</summary>
    /// <param name="source">The samples, <see cref="PictureLayout.SampleStride"/> apart.</param>
    /// <param name="target">Receives dense samples of channels × height × width floats.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="layout">How the source lies.</param>
    public static void ToChannelsFirst(ReadOnlySpan<float> source, Span<float> target, int count, int channels, PictureLayout layout)
    {
        int pixels = layout.Height * layout.Width;
        (int runs, int length) = RunsOf(layout);
        for (int n = 0; n < count; n++)
        {
            for (int run = 0; run < runs; run++)
            {
                Span<float> to = target[(n * channels * pixels + run * length)..];
                Transpose(source.Slice(layout.RowStart(n, run), length * layout.PixelStride), layout.PixelStride, to, pixels, length, channels);
            }
        }
    }

    /// <summary>How many runs of pixels one after another a sample has, and how long they are: its rows, or all of them together without a border.</summary>
    private static (int Runs, int Length) RunsOf(PictureLayout layout)
        => layout.Border == 0 ? (1, layout.Height * layout.Width) : (layout.Height, layout.Width);

    /// <summary>Copies dense rows into a model's memory; the lanes beyond the columns become zero. Vectors and sequences lie like this.</summary>
    /// <param name="source">Dense rows.</param>
    /// <param name="target">Receives the rows, <paramref name="stride"/> floats apart.</param>
    /// <param name="columns">Floats of a row.</param>
    /// <param name="stride">Floats from one row to the next in the target.</param>
    public static void FromRows(ReadOnlySpan<float> source, Span<float> target, int columns, int stride)
    {
        if (columns == stride)
        {
            source.CopyTo(target);
            return;
        }
        for (; source.Length > 0; source = source[columns..], target = target[stride..])
        {
            source[..columns].CopyTo(target);
            target[columns..stride].Clear();
        }
    }

    /// <summary>Copies rows of a model's memory into dense rows.</summary>
    /// <param name="source">The rows, <paramref name="stride"/> floats apart.</param>
    /// <param name="target">Receives dense rows; its length says how many.</param>
    /// <param name="columns">Floats of a row.</param>
    /// <param name="stride">Floats from one row to the next in the source.</param>
    public static void ToRows(ReadOnlySpan<float> source, Span<float> target, int columns, int stride)
    {
        if (columns == stride)
        {
            source[..target.Length].CopyTo(target);
            return;
        }
        // Few values one by one: a processor hands a load what one store wrote, but not what several did.
        const int Few = 4;
        for (; target.Length > 0; target = target[columns..], source = source[stride..])
        {
            if (columns <= Few) for (int i = 0; i < columns; i++) target[i] = source[i];
            else source[..columns].CopyTo(target);
        }
    }

    /// <summary>Writes zeros into the lanes beyond the channels of every pixel.</summary>
    /// <param name="values">Pixels, <paramref name="stride"/> floats apart.</param>
    /// <param name="channels">Values of a pixel.</param>
    /// <param name="stride">Floats from one pixel to the next.</param>
    public static void ClearPads(Span<float> values, int channels, int stride)
    {
        for (int at = 0; at + stride <= values.Length; at += stride) values.Slice(at + channels, stride - channels).Clear();
    }

    /// <summary>Writes zeros into the lanes beyond the channels of every pixel of some pictures; their border stays.</summary>
    /// <param name="values">The samples as <paramref name="layout"/> says.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="channels">Values of a pixel.</param>
    /// <param name="layout">How they lie.</param>
    public static void ClearPads(Span<float> values, int count, int channels, PictureLayout layout)
    {
        for (int n = 0; n < count; n++)
        {
            for (int y = 0; y < layout.Height; y++) ClearPads(values.Slice(layout.RowStart(n, y), layout.RowLength), channels, layout.PixelStride);
        }
    }

    /// <summary>Copies the pixels of samples, lanes beyond the channels included, between layouts that differ in their border alone.</summary>
    /// <param name="source">The samples as <paramref name="from"/> says.</param>
    /// <param name="from">How the source lies.</param>
    /// <param name="target">Receives the samples as <paramref name="to"/> says; its border is left alone.</param>
    /// <param name="to">How the target lies.</param>
    /// <param name="count">How many samples.</param>
    public static void Copy(ReadOnlySpan<float> source, PictureLayout from, Span<float> target, PictureLayout to, int count)
    {
        for (int n = 0; n < count; n++)
        {
            for (int y = 0; y < to.Height; y++) source.Slice(from.RowStart(n, y), from.RowLength).CopyTo(target[to.RowStart(n, y)..]);
        }
    }

    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="source">Rows, <paramref name="sourceStride"/> floats apart.</param>
    /// <param name="sourceStride">Floats from one row of the source to the next.</param>
    /// <param name="target">Receives as many rows as the source has columns, <paramref name="targetStride"/> floats apart.</param>
    /// <param name="targetStride">Floats from one row of the target to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    public static void Transpose(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int rows, int columns)
    {
        if (rows == 1 && targetStride == 1)
        {
            source[..columns].CopyTo(target);
            return;
        }
        if (columns == 1 && sourceStride == 1)
        {
            source[..rows].CopyTo(target);
            return;
        }
        fixed (float* from = source[..((rows - 1) * sourceStride + columns)], to = target[..((columns - 1) * targetStride + rows)])
            Transposition.Run(from, sourceStride, to, targetStride, rows, columns);
    }
}
