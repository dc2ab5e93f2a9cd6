using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// The transforms of Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015): a
/// convolution of 3×3 taps and stride 1 becomes 36 products [tile × channel] · [channel × channel], one for each element of a 6×6 patch,
/// with a quarter of the multiplications. Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, with the points 0, ±1, ±2, ∞.
/// </summary>
/// <remarks>
/// The sums are those of the definition in another order, with factors up to 8. The greatest error of an output, relative to the
/// greatest output, stays below 2·10⁻⁵ where the direct sum's is below 2·10⁻⁶.
/// A tile is 4×4 pixels of the output; tile t of some samples is number t mod (down · across) of sample t / (down · across). Channels are
/// last, so each lane of a vector is a channel of its own. Pixels outside a picture count as zeros.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Winograd
{
    /// <summary>Elements of a transformed patch.</summary>
    public const int Elements = Patch * Patch;

    /// <summary>Tiles of 4×4 outputs that are taken together.</summary>
    public const int TilesAtATime = 32;

    private const int Patch = 6;
    private const int Tile = 4;
    private const int Taps = 3;
    private const int Lanes = 16;

    /// <summary>Bᵀ d B of some tiles: the 6×6 pixels that each depends on.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="layout">How they lie; the pixel stride is a multiple of 16.</param>
    /// <param name="down">Tiles of a sample, one below another.</param>
    /// <param name="across">Tiles of a sample, side by side.</param>
    /// <param name="padding">Zeros before the first row and column.</param>
    /// <param name="channel">The first channel, a multiple of 16.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many tiles, at most <see cref="TilesAtATime"/>.</param>
    /// <param name="patches">Receives [element][tile of <see cref="TilesAtATime"/>][channel], with 16 floats between the elements.</param>
    /// <param name="stride">Floats from one tile to the next there.</param>
    public static void TransformPatches(
        ReadOnlySpan<float> x, PictureLayout layout, int down, int across, int padding, int channel, int channels, int first, int count, Span<float> patches, int stride)
        => Run(new PatchTransform(), x, layout, down, across, -padding, channel, channels, first, count, patches, stride);

    /// <summary>A dy Aᵀ of some tiles: 4×4 pixels of a gradient, for the gradient of the weights.</summary>
    /// <inheritdoc cref="TransformPatches"/>
    public static void TransformGradients(
        ReadOnlySpan<float> dy, PictureLayout layout, int down, int across, int channel, int channels, int first, int count, Span<float> patches, int stride)
        => Run(new GradientTransform(), dy, layout, down, across, 0, channel, channels, first, count, patches, stride);

    /// <summary>Y = Aᵀ M A + bias of some tiles.</summary>
    /// <param name="products">[element][tile of <see cref="TilesAtATime"/>][column], with 16 floats between the elements.</param>
    /// <param name="y">Receives the pixels; those outside the picture are left out.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="down">Tiles of a sample, one below another.</param>
    /// <param name="across">Tiles of a sample, side by side.</param>
    /// <param name="channel">The first channel, a multiple of 16.</param>
    /// <param name="columns">How many channels: 16 or 32, also the floats from one tile to the next in the products.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many tiles.</param>
    /// <param name="bias">A number for each of these channels, or empty.</param>
    /// <param name="clampsAtZero">Whether ReLU is applied.</param>
    public static void TransformProducts(
        ReadOnlySpan<float> products, Span<float> y, PictureLayout layout, int down, int across, int channel, int columns, int first, int count, ReadOnlySpan<float> bias, bool clampsAtZero)
    {
        if (Vector512.IsHardwareAccelerated) TransformProducts<Lanes512>(products, y, layout, down, across, channel, columns, first, count, bias, clampsAtZero);
        else if (Vector256.IsHardwareAccelerated) TransformProducts<Lanes256>(products, y, layout, down, across, channel, columns, first, count, bias, clampsAtZero);
        else TransformProducts<Lanes128>(products, y, layout, down, across, channel, columns, first, count, bias, clampsAtZero);
    }

    /// <summary>G g Gᵀ: the weights as 36 matrices, [panel of 32 columns][element][row][column], with 16 floats between the elements.</summary>
    /// <param name="weight">PyTorch's [outputs, inputs, 3, 3].</param>
    /// <param name="packed">Receives the matrices; columns beyond the last are left alone.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="isBackward">False: rows are inputs, columns are outputs. True, for the gradient of the input: rows are outputs, columns are inputs, and the taps are turned round.</param>
    /// <param name="first">The first group of 16 columns to pack.</param>
    /// <param name="end">Behind the last one.</param>
    public static void PackWeights(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, bool isBackward, int first, int end)
    {
        if (Vector512.IsHardwareAccelerated) PackWeights<Lanes512>(weight, packed, outputs, inputs, isBackward, first, end);
        else if (Vector256.IsHardwareAccelerated) PackWeights<Lanes256>(weight, packed, outputs, inputs, isBackward, first, end);
        else PackWeights<Lanes128>(weight, packed, outputs, inputs, isBackward, first, end);
    }

    /// <summary>Gᵀ dU G: the gradient of the weights in PyTorch's layout.</summary>
    /// <param name="sums">[part][block of inputs][panel of 32 outputs][element][input][output], with 16 floats between the elements; parts are added up in their order.</param>
    /// <param name="dweight">Receives [outputs, inputs, 3, 3].</param>
    /// <param name="parts">Parts of the batch that were summed apart.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="inputsOfBlock">Inputs of a block; the last block may have fewer.</param>
    /// <param name="first">The first input to unpack.</param>
    /// <param name="end">Behind the last one.</param>
    public static void UnpackGradient(ReadOnlySpan<float> sums, Span<float> dweight, int parts, int outputs, int inputs, int inputsOfBlock, int first, int end)
    {
        if (Vector512.IsHardwareAccelerated) UnpackGradient<Lanes512>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end);
        else if (Vector256.IsHardwareAccelerated) UnpackGradient<Lanes256>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end);
        else UnpackGradient<Lanes128>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end);
    }

    /// <summary>Floats from one element's matrix to the next: off multiples of 4 KB, at which all elements of a tile would meet in one set of the cache.</summary>
    private static int ElementStride(int stride) => TilesAtATime * stride + Lanes;

    private static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>A transform in one dimension; in two dimensions it is applied to columns, then to rows.</summary>
    private interface ITransform
    {
        /// <summary>Pixels of a side before.</summary>
        static abstract int Side { get; }

        static abstract void Apply<V>(in SixLanes<V> x, ref SixLanes<V> y)
            where V : struct, ILanes<V>;
    }

    private readonly struct PatchTransform : ITransform
    {
        public static int Side => Patch;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V>(in SixLanes<V> x, ref SixLanes<V> y)
            where V : struct, ILanes<V>
        {
            V two = V.Create(2), four = V.Create(4), five = V.Create(5);
            y.V0 = x.V0 * four - x.V2 * five + x.V4;
            V even = x.V4 - x.V2 * four, odd = x.V3 - x.V1 * four;
            y.V1 = even + odd;
            y.V2 = even - odd;
            even = x.V4 - x.V2;
            odd = (x.V3 - x.V1) * two;
            y.V3 = even + odd;
            y.V4 = even - odd;
            y.V5 = x.V1 * four - x.V3 * five + x.V5;
        }
    }

    private readonly struct GradientTransform : ITransform
    {
        public static int Side => Tile;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<V>(in SixLanes<V> x, ref SixLanes<V> y)
            where V : struct, ILanes<V>
        {
            V even = x.V0 + x.V2, odd = x.V1 + x.V3;
            y.V0 = x.V0;
            y.V1 = even + odd;
            y.V2 = even - odd;
            even = x.V0 + x.V2 * V.Create(4);
            odd = x.V1 * V.Create(2) + x.V3 * V.Create(8);
            y.V3 = even + odd;
            y.V4 = even - odd;
            y.V5 = x.V3;
        }
    }

    /// <summary>Up to six vectors in registers.</summary>
    private struct SixLanes<V>
        where V : struct, ILanes<V>
    {
        public V V0, V1, V2, V3, V4, V5;
    }
}
