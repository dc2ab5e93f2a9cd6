using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>Between pictures and transformed patches.</content>
public static unsafe partial class Winograd
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TTransform>(
        ReadOnlySpan<float> x, PictureLayout layout, int down, int across, int start, int channel, int channels, int first, int count, Span<float> patches, int stride)
        where TTransform : struct, ITransform
    {
        int end = RoundUp(channels), element = ElementStride(stride);
        int height = layout.Height, width = layout.Width, rowStride = layout.RowStride, pixelStride = layout.PixelStride;
        // Where the pixels of a patch are: those outside the picture are here.
        float* zeros = stackalloc float[end];
        new Span<float>(zeros, end).Clear();
        float** pixels = stackalloc float*[TTransform.Patch * TTransform.Patch];
        float* columns = stackalloc float[(TTransform.Patch * TTransform.Patch + 1) * Lanes];
        columns = Align(columns);
        fixed (float* source = x, target = patches)
        {
            for (int t = 0; t < count; t++)
            {
                (int sample, int tile) = Math.DivRem(first + t, down * across);
                int top = tile / across * TTransform.Tile + start, left = tile % across * TTransform.Tile + start;
                float* picture = source + sample * layout.SampleStride + layout.First + channel;
                for (int i = 0; i < TTransform.Side; i++)
                {
                    bool isRow = (uint)(top + i) < (uint)height;
                    float* pixel = picture + (top + i) * rowStride + left * pixelStride;
                    for (int j = 0; j < TTransform.Side; j++, pixel += pixelStride) pixels[i * TTransform.Patch + j] = isRow & (uint)(left + j) < (uint)width ? pixel : zeros;
                }
                float* to = target + t * stride;
                // Lanes beyond the last channel's vector stay as they are: nobody reads them.
                if (HasRegisters512)
                {
                    for (nint c = 0; c < channels; c += Lanes)
                    {
                        if (channels - c > Half) TTransform.Apply<Register512, Vector512<float>>(pixels, c, to + c, element);
                        else TTransform.Apply<Register256, Vector256<float>>(pixels, c, to + c, element);
                    }
                }
                else if (HasRegisters256)
                {
                    for (nint c = 0; c < channels; c += Half) TTransform.Apply<Register256, Vector256<float>>(pixels, c, to + c, element);
                }
                else
                {
                    for (int c = 0; c < channels; c += Lanes128.Count) ApplyPortably<TTransform>(pixels, columns, c, to + c, element);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ApplyPortably<TTransform>(float** pixels, float* columns, int c, float* to, int element)
        where TTransform : struct, ITransform
    {
        for (int j = 0; j < TTransform.Side; j++)
        {
            PatchLanes<Lanes128> column = default, transformed = default;
            column.V0 = Lanes128.Load(in *pixels[j], c);
            column.V1 = Lanes128.Load(in *pixels[TTransform.Patch + j], c);
            column.V2 = Lanes128.Load(in *pixels[2 * TTransform.Patch + j], c);
            if (TTransform.Side > 3) column.V3 = Lanes128.Load(in *pixels[3 * TTransform.Patch + j], c);
            if (TTransform.Side > 4) column.V4 = Lanes128.Load(in *pixels[4 * TTransform.Patch + j], c);
            if (TTransform.Side > 5) column.V5 = Lanes128.Load(in *pixels[5 * TTransform.Patch + j], c);
            if (TTransform.Side > 6) column.V6 = Lanes128.Load(in *pixels[6 * TTransform.Patch + j], c);
            if (TTransform.Side > 7) column.V7 = Lanes128.Load(in *pixels[7 * TTransform.Patch + j], c);
            TTransform.Apply(in column, ref transformed);
            transformed.Store(columns + j * Lanes, TTransform.Patch * Lanes, TTransform.Patch);
        }
        for (int i = 0; i < TTransform.Patch; i++)
        {
            PatchLanes<Lanes128> row = default, transformed = default;
            row.Load(columns + i * TTransform.Patch * Lanes, Lanes, TTransform.Side);
            TTransform.Apply(in row, ref transformed);
            transformed.Store(to + i * TTransform.Patch * element, element, TTransform.Patch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformProducts<TTiles>(
        ReadOnlySpan<float> products, Span<float> y, PictureLayout layout, int down, int across, int channel, int channels, int stride, int first, int count, ReadOnlySpan<float> bias, bool clampsAtZero)
        where TTiles : struct, ITiles
    {
        float* rows = stackalloc float[(TTiles.Tile * TTiles.Patch + 1) * Lanes];
        rows = Align(rows);
        int end = RoundUp(channels), element = ElementStride(stride);
        fixed (float* source = products, target = y, start = bias)
        {
            for (int t = 0; t < count; t++)
            {
                (int sample, int tile) = Math.DivRem(first + t, down * across);
                int top = tile / across * TTiles.Tile, left = tile % across * TTiles.Tile;
                int height = Math.Min(TTiles.Tile, layout.Height - top), width = Math.Min(TTiles.Tile, layout.Width - left);
                float* from = source + t * stride;
                float* to = target + sample * layout.SampleStride + layout.First + top * layout.RowStride + left * layout.PixelStride + channel;
                if (HasRegisters512)
                {
                    for (int c = 0; c < channels; c += Lanes)
                    {
                        float* added = bias.IsEmpty ? null : start + c;
                        if (channels - c > Half) TransformProduct<TTiles, Register512, Vector512<float>>(from + c, element, to + c, layout, height, width, added, clampsAtZero);
                        else TransformProduct<TTiles, Register256, Vector256<float>>(from + c, element, to + c, layout, height, width, added, clampsAtZero);
                    }
                }
                else if (HasRegisters256)
                {
                    for (int c = 0; c < channels; c += Half)
                        TransformProduct<TTiles, Register256, Vector256<float>>(from + c, element, to + c, layout, height, width, bias.IsEmpty ? null : start + c, clampsAtZero);
                    for (int c = (channels + Half - 1) / Half * Half; c < end; c += Half) Clear<Lanes256>(to + c, layout, height, width);
                }
                else
                {
                    for (int c = 0; c < channels; c += Lanes128.Count)
                        TransformProductPortably<TTiles>(from + c, element, rows, to + c, layout, height, width, bias.IsEmpty ? null : start + c, clampsAtZero);
                    for (int c = (channels + Lanes128.Count - 1) / Lanes128.Count * Lanes128.Count; c < end; c += Lanes128.Count) Clear<Lanes128>(to + c, layout, height, width);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformProductPortably<TTiles>(float* from, int element, float* rows, float* to, PictureLayout layout, int height, int width, float* bias, bool clampsAtZero)
        where TTiles : struct, ITiles
    {
        for (int j = 0; j < TTiles.Patch; j++)
        {
            PatchLanes<Lanes128> column = default;
            column.Load(from + j * element, TTiles.Patch * element, TTiles.Patch);
            TTiles.ToTile(ref column);
            column.Store(rows + j * Lanes, TTiles.Patch * Lanes, TTiles.Tile);
        }
        // ReLU or nothing: the greater of a sum and this.
        Lanes128 offset = bias is null ? Lanes128.Create(0) : Lanes128.Load(in *bias, 0), least = Lanes128.Create(clampsAtZero ? 0 : float.NegativeInfinity);
        for (int i = 0; i < height; i++)
        {
            PatchLanes<Lanes128> row = default;
            row.Load(rows + i * TTiles.Patch * Lanes, Lanes, TTiles.Patch);
            TTiles.ToTile(ref row);
            float* pixel = to + i * layout.RowStride;
            Lanes128.Max(least, row.V0 + offset).Store(ref *pixel, 0);
            if (width > 1) Lanes128.Max(least, row.V1 + offset).Store(ref *pixel, layout.PixelStride);
            if (width > 2) Lanes128.Max(least, row.V2 + offset).Store(ref *pixel, 2 * layout.PixelStride);
            if (width > 3) Lanes128.Max(least, row.V3 + offset).Store(ref *pixel, 3 * layout.PixelStride);
            if (TTiles.Tile > 4 && width > 4) Lanes128.Max(least, row.V4 + offset).Store(ref *pixel, 4 * layout.PixelStride);
            if (TTiles.Tile > 5 && width > 5) Lanes128.Max(least, row.V5 + offset).Store(ref *pixel, 5 * layout.PixelStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformProduct<TTiles, T, R>(float* from, nint element, float* to, PictureLayout layout, int height, int width, float* bias, bool clampsAtZero)
        where TTiles : struct, ITiles
        where T : struct, IRegister<R>
        where R : struct
        => TTiles.TransformProduct<T, R>(
            from, element, to, layout.RowStride, layout.PixelStride, height, width, bias is null ? T.Create(0) : T.Load(bias), T.Create(clampsAtZero ? 0 : float.NegativeInfinity));

    /// <summary>Zeros for a vector of channels that there are not.</summary>
    private static void Clear<V>(float* to, PictureLayout layout, int height, int width)
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < height; i++)
        {
            for (int j = 0; j < width; j++) V.Create(0).Store(ref to[i * layout.RowStride], j * layout.PixelStride);
        }
    }

    /// <summary>A transform of the pixels of a tile.</summary>
    private interface ITransform
    {
        /// <summary>From one tile to the next.</summary>
        static abstract int Tile { get; }

        /// <summary>Pixels of a side before.</summary>
        static abstract int Side { get; }

        /// <summary>Elements of a side afterwards.</summary>
        static abstract int Patch { get; }

        /// <summary>In one dimension.</summary>
        static abstract void Apply<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>;

        /// <summary>In both, where there are many registers.</summary>
        static abstract void Apply<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct;
    }

    private readonly struct PatchTransform<TTiles> : ITransform
        where TTiles : struct, ITiles
    {
        public static int Tile => TTiles.Tile;

        public static int Side => TTiles.Patch;

        public static int Patch => TTiles.Patch;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V> => TTiles.FromPatch(in x, ref y);

        public static void Apply<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => TTiles.TransformPatch<T, R>(pixels, c, to, element);
    }

    private readonly struct GradientTransform<TTiles> : ITransform
        where TTiles : struct, ITiles
    {
        public static int Tile => TTiles.Tile;

        public static int Side => TTiles.Tile;

        public static int Patch => TTiles.Patch;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V> => TTiles.FromGradient(in x, ref y);

        public static void Apply<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => TTiles.TransformGradient<T, R>(pixels, c, to, element);
    }

    private static float* Align(float* pointer) => (float*)(((nint)pointer + (Lanes * sizeof(float) - 1)) & ~(nint)(Lanes * sizeof(float) - 1));
}
