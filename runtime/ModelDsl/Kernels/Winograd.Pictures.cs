using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <content>Between pictures and transformed patches.</content>
public static unsafe partial class Winograd
{
    private static void Run<TTransform>(
        TTransform transform, ReadOnlySpan<float> x, PictureLayout layout, int down, int across, int start, int channel, int channels, int first, int count, Span<float> patches, int stride)
        where TTransform : struct, ITransform
    {
        if (Vector512.IsHardwareAccelerated) Run<TTransform, Lanes512>(transform, x, layout, down, across, start, channel, channels, first, count, patches, stride);
        else if (Vector256.IsHardwareAccelerated) Run<TTransform, Lanes256>(transform, x, layout, down, across, start, channel, channels, first, count, patches, stride);
        else Run<TTransform, Lanes128>(transform, x, layout, down, across, start, channel, channels, first, count, patches, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTransform, V>(
        TTransform transform, ReadOnlySpan<float> x, PictureLayout layout, int down, int across, int start, int channel, int channels, int first, int count, Span<float> patches, int stride)
        where TTransform : struct, ITransform
        where V : struct, ILanes<V>
    {
        int end = RoundUp(channels), element = ElementStride(stride);
        int height = layout.Height, width = layout.Width, rowStride = layout.RowStride, pixelStride = layout.PixelStride;
        // Where the pixels of a patch are: those outside the picture are here.
        float* zeros = stackalloc float[end];
        new Span<float>(zeros, end).Clear();
        float** pixels = stackalloc float*[Elements];
        float* columns = stackalloc float[(Elements + 1) * Lanes];
        columns = Align(columns);
        fixed (float* source = x, target = patches)
        {
            for (int t = 0; t < count; t++)
            {
                (int sample, int tile) = Math.DivRem(first + t, down * across);
                int top = tile / across * Tile + start, left = tile % across * Tile + start;
                float* picture = source + sample * layout.SampleStride + layout.First + channel;
                for (int i = 0; i < TTransform.Side; i++)
                {
                    bool isRow = (uint)(top + i) < (uint)height;
                    float* pixel = picture + (top + i) * rowStride + left * pixelStride;
                    for (int j = 0; j < TTransform.Side; j++, pixel += pixelStride) pixels[i * Patch + j] = isRow & (uint)(left + j) < (uint)width ? pixel : zeros;
                }
                float* to = target + t * stride;
                if (HasManyRegisters)
                {
                    if (TTransform.Side > Tile) TransformPatch(pixels, end, to, element);
                    else TransformGradient(pixels, end, to, element);
                    continue;
                }
                for (int c = 0; c < end; c += V.Count)
                {
                    for (int j = 0; j < TTransform.Side; j++)
                    {
                        SixLanes<V> column = default, transformed = default;
                        column.V0 = V.Load(in *pixels[j], c);
                        column.V1 = V.Load(in *pixels[Patch + j], c);
                        column.V2 = V.Load(in *pixels[2 * Patch + j], c);
                        column.V3 = V.Load(in *pixels[3 * Patch + j], c);
                        if (TTransform.Side > Tile)
                        {
                            column.V4 = V.Load(in *pixels[4 * Patch + j], c);
                            column.V5 = V.Load(in *pixels[5 * Patch + j], c);
                        }
                        TTransform.Apply(in column, ref transformed);
                        float* into = columns + j * Lanes;
                        transformed.V0.Store(ref *into, 0);
                        transformed.V1.Store(ref *into, Patch * Lanes);
                        transformed.V2.Store(ref *into, 2 * Patch * Lanes);
                        transformed.V3.Store(ref *into, 3 * Patch * Lanes);
                        transformed.V4.Store(ref *into, 4 * Patch * Lanes);
                        transformed.V5.Store(ref *into, 5 * Patch * Lanes);
                    }
                    for (int i = 0; i < Patch; i++)
                    {
                        SixLanes<V> row = default, transformed = default;
                        float* from = columns + i * Patch * Lanes;
                        row.V0 = V.Load(in *from, 0);
                        row.V1 = V.Load(in *from, Lanes);
                        row.V2 = V.Load(in *from, 2 * Lanes);
                        row.V3 = V.Load(in *from, 3 * Lanes);
                        if (TTransform.Side > Tile)
                        {
                            row.V4 = V.Load(in *from, 4 * Lanes);
                            row.V5 = V.Load(in *from, 5 * Lanes);
                        }
                        TTransform.Apply(in row, ref transformed);
                        float* into = to + i * Patch * element + c;
                        transformed.V0.Store(ref *into, 0);
                        transformed.V1.Store(ref *into, element);
                        transformed.V2.Store(ref *into, 2 * element);
                        transformed.V3.Store(ref *into, 3 * element);
                        transformed.V4.Store(ref *into, 4 * element);
                        transformed.V5.Store(ref *into, 5 * element);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformProducts<V>(
        ReadOnlySpan<float> products, Span<float> y, PictureLayout layout, int down, int across, int channel, int columns, int first, int count, ReadOnlySpan<float> bias, bool clampsAtZero)
        where V : struct, ILanes<V>
    {
        float* rows = stackalloc float[(Tile * Patch + 1) * Lanes];
        rows = Align(rows);
        int element = ElementStride(columns);
        // ReLU or nothing: the greater of a sum and this.
        V least = V.Create(clampsAtZero ? 0 : float.NegativeInfinity);
        fixed (float* source = products, target = y, start = bias)
        {
            for (int t = 0; t < count; t++)
            {
                (int sample, int tile) = Math.DivRem(first + t, down * across);
                int top = tile / across * Tile, left = tile % across * Tile;
                int height = Math.Min(Tile, layout.Height - top), width = Math.Min(Tile, layout.Width - left);
                float* to = target + sample * layout.SampleStride + layout.First + top * layout.RowStride + left * layout.PixelStride + channel;
                for (int c = 0; c < columns; c += V.Count)
                {
                    float* from = source + t * columns + c;
                    if (HasManyRegisters)
                    {
                        Vector512<float> added = bias.IsEmpty ? Vector512<float>.Zero : Avx512F.LoadVector512(start + c);
                        TransformProduct(from, element, to + c, layout.RowStride, layout.PixelStride, height, width, added, Vector512.Create(clampsAtZero ? 0 : float.NegativeInfinity));
                        continue;
                    }
                    for (int j = 0; j < Patch; j++)
                    {
                        float* product = from + j * element;
                        SixLanes<V> column = default;
                        column.V0 = V.Load(in *product, 0);
                        column.V1 = V.Load(in *product, Patch * element);
                        column.V2 = V.Load(in *product, 2 * Patch * element);
                        column.V3 = V.Load(in *product, 3 * Patch * element);
                        column.V4 = V.Load(in *product, 4 * Patch * element);
                        column.V5 = V.Load(in *product, 5 * Patch * element);
                        ToTile(ref column);
                        float* into = rows + j * Lanes;
                        column.V0.Store(ref *into, 0);
                        column.V1.Store(ref *into, Patch * Lanes);
                        column.V2.Store(ref *into, 2 * Patch * Lanes);
                        column.V3.Store(ref *into, 3 * Patch * Lanes);
                    }
                    V offset = bias.IsEmpty ? V.Create(0) : V.Load(in *start, c);
                    for (int i = 0; i < height; i++)
                    {
                        float* part = rows + i * Patch * Lanes;
                        SixLanes<V> row = default;
                        row.V0 = V.Load(in *part, 0);
                        row.V1 = V.Load(in *part, Lanes);
                        row.V2 = V.Load(in *part, 2 * Lanes);
                        row.V3 = V.Load(in *part, 3 * Lanes);
                        row.V4 = V.Load(in *part, 4 * Lanes);
                        row.V5 = V.Load(in *part, 5 * Lanes);
                        ToTile(ref row);
                        float* pixel = to + i * layout.RowStride + c;
                        V.Max(least, row.V0 + offset).Store(ref *pixel, 0);
                        if (width > 1) V.Max(least, row.V1 + offset).Store(ref *pixel, layout.PixelStride);
                        if (width > 2) V.Max(least, row.V2 + offset).Store(ref *pixel, 2 * layout.PixelStride);
                        if (width > 3) V.Max(least, row.V3 + offset).Store(ref *pixel, 3 * layout.PixelStride);
                    }
                }
            }
        }
    }

    /// <summary>Aᵀ: six products become the four outputs of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToTile<V>(ref SixLanes<V> m)
        where V : struct, ILanes<V>
    {
        V sum = m.V1 + m.V2, difference = m.V1 - m.V2, sum2 = m.V3 + m.V4, difference2 = m.V3 - m.V4;
        m.V0 = m.V0 + sum + sum2;
        m.V1 = difference + difference2 * V.Create(2);
        m.V2 = sum + sum2 * V.Create(4);
        m.V3 = difference + difference2 * V.Create(8) + m.V5;
    }

    private static float* Align(float* pointer) => (float*)(((nint)pointer + (Lanes * sizeof(float) - 1)) & ~(nint)(Lanes * sizeof(float) - 1));
}
