using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>
/// The transforms of Winograd's minimal filtering F(4×4, 3×3), F(6×6, 3×3) and F(3×3, 3×3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015): a
/// convolution of 3×3 taps and stride 1 becomes 36 products [tile × channel] · [channel × channel], one for each element of a 6×6 patch,
/// with a quarter of the multiplications; or 64, of an 8×8 patch, or 25, of a 5×5 patch, for pictures that tiles of 4×4 do not fill. Y = Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A, with the
/// points 0, ±1, ±2, ∞, with ±1/2 as well, or 0, ±1, 2, ∞.
/// </summary>
/// <remarks>
/// The sums are those of the definition in another order, with factors up to 32. The greatest error of an output, relative to the
/// greatest output, stays below 2·10⁻⁵ where the direct sum's is below 2·10⁻⁶; with tiles of 6×6 it is about twice that of the others.
/// A tile is 6×6, 4×4 or 3×3 pixels of the output, its patch two more each way; tile t of some samples is number t mod (down · across) of sample t / (down · across).
/// Channels are last, so each lane of a vector is a channel of its own. Pixels outside a picture count as zeros.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Winograd
{
    /// <summary>Tiles that are taken together.</summary>
    public const int TilesAtATime = 32;

    private const int Taps = 3;
    private const int Lanes = 16;
    private const int Half = Lanes / 2;

    /// <summary>Bᵀ d B of some tiles: the pixels that each depends on.</summary>
    /// <param name="side">Pixels of a tile's side: 6, 4 or 3.</param>
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
        int side, ReadOnlySpan<float> x, PictureLayout layout, int down, int across, int padding, int channel, int channels, int first, int count, Span<float> patches, int stride)
    {
        switch (side)
        {
            case 6: Run<PatchTransform<Tiles6>>(x, layout, down, across, -padding, channel, channels, first, count, patches, stride); break;
            case 4: Run<PatchTransform<Tiles4>>(x, layout, down, across, -padding, channel, channels, first, count, patches, stride); break;
            default: Run<PatchTransform<Tiles3>>(x, layout, down, across, -padding, channel, channels, first, count, patches, stride); break;
        }
    }

    /// <summary>A dy Aᵀ of some tiles: their pixels of a gradient, for the gradient of the weights.</summary>
    /// <inheritdoc cref="TransformPatches"/>
    public static void TransformGradients(
        int side, ReadOnlySpan<float> dy, PictureLayout layout, int down, int across, int channel, int channels, int first, int count, Span<float> patches, int stride)
    {
        switch (side)
        {
            case 6: Run<GradientTransform<Tiles6>>(dy, layout, down, across, 0, channel, channels, first, count, patches, stride); break;
            case 4: Run<GradientTransform<Tiles4>>(dy, layout, down, across, 0, channel, channels, first, count, patches, stride); break;
            default: Run<GradientTransform<Tiles3>>(dy, layout, down, across, 0, channel, channels, first, count, patches, stride); break;
        }
    }

    /// <summary>Y = Aᵀ M A + bias of some tiles.</summary>
    /// <param name="side">Pixels of a tile's side: 6, 4 or 3.</param>
    /// <param name="products">[element][tile of <see cref="TilesAtATime"/>][column], with 16 floats between the elements.</param>
    /// <param name="y">Receives the pixels; those outside the picture are left out.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="down">Tiles of a sample, one below another.</param>
    /// <param name="across">Tiles of a sample, side by side.</param>
    /// <param name="channel">The first channel, a multiple of 16.</param>
    /// <param name="channels">How many channels, at most 32; those behind them in their last vector of 16 become zero.</param>
    /// <param name="stride">Floats from one tile to the next in the products.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many tiles.</param>
    /// <param name="bias">A number for each of these channels, or empty.</param>
    /// <param name="clampsAtZero">Whether ReLU is applied.</param>
    public static void TransformProducts(
        int side, ReadOnlySpan<float> products, Span<float> y, PictureLayout layout, int down, int across, int channel, int channels, int stride, int first, int count, ReadOnlySpan<float> bias, bool clampsAtZero)
    {
        switch (side)
        {
            case 6: TransformProducts<Tiles6>(products, y, layout, down, across, channel, channels, stride, first, count, bias, clampsAtZero); break;
            case 4: TransformProducts<Tiles4>(products, y, layout, down, across, channel, channels, stride, first, count, bias, clampsAtZero); break;
            default: TransformProducts<Tiles3>(products, y, layout, down, across, channel, channels, stride, first, count, bias, clampsAtZero); break;
        }
    }

    /// <summary>G g Gᵀ: the weights as 64, 36 or 25 matrices, [panel of 32 columns][element][row][column], with 16 floats between the elements.</summary>
    /// <param name="side">Pixels of a tile's side: 6, 4 or 3.</param>
    /// <param name="weight">PyTorch's [outputs, inputs, 3, 3].</param>
    /// <param name="packed">Receives the matrices; columns beyond the last are left alone.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="isBackward">False: rows are inputs, columns are outputs. True, for the gradient of the input: rows are outputs, columns are inputs, and the taps are turned round.</param>
    /// <param name="first">The first group of 16 columns to pack.</param>
    /// <param name="end">Behind the last one.</param>
    /// <param name="interleave">How many rows' values of the columns behind whole groups lie side by side: see <see cref="Interleaved"/>.</param>
    public static void PackWeights(int side, ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, bool isBackward, int first, int end, int interleave = 1)
    {
        interleave = Interleaved.Allowed(interleave);
        switch (side)
        {
            case 6: PackWeights<Tiles6>(weight, packed, outputs, inputs, isBackward, first, end, interleave); break;
            case 4: PackWeights<Tiles4>(weight, packed, outputs, inputs, isBackward, first, end, interleave); break;
            default: PackWeights<Tiles3>(weight, packed, outputs, inputs, isBackward, first, end, interleave); break;
        }
    }

    /// <summary>Gᵀ dU G: the gradient of the weights in PyTorch's layout.</summary>
    /// <param name="side">Pixels of a tile's side: 6, 4 or 3.</param>
    /// <param name="sums">
    /// [part][block of inputs][panel of 32 outputs][element][input][output], with 16 floats between the elements; up to four outputs behind whole vectors of 16 lie behind each block,
    /// [element][output][inputs, in whole vectors], with 16 floats between the elements. Parts are added up in their order.
    /// </param>
    /// <param name="dweight">Receives [outputs, inputs, 3, 3].</param>
    /// <param name="parts">Parts of the batch that were summed apart.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="inputsOfBlock">Inputs of a block; the last block may have fewer.</param>
    /// <param name="first">The first input to unpack.</param>
    /// <param name="end">Behind the last one.</param>
    public static void UnpackGradient(int side, ReadOnlySpan<float> sums, Span<float> dweight, int parts, int outputs, int inputs, int inputsOfBlock, int first, int end)
    {
        switch (side)
        {
            case 6: UnpackGradient<Tiles6>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end); break;
            case 4: UnpackGradient<Tiles4>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end); break;
            default: UnpackGradient<Tiles3>(sums, dweight, parts, outputs, inputs, inputsOfBlock, first, end); break;
        }
    }

    /// <summary>Floats from one element's matrix to the next: off multiples of 4 KB, at which all elements of a tile would meet in one set of the cache.</summary>
    private static int ElementStride(int stride) => TilesAtATime * stride + Lanes;

    private static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
