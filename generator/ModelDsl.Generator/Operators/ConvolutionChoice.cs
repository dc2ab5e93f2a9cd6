using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// Which way a convolution is computed. Winograd's F(4×4, 3×3) makes 36 multiplications of the 144 that 4×4 outputs take directly (F(6×6, 3×3) makes 64 of 324), but has to
/// transform patches, weights and products; that pays where there are many channels to multiply. All three passes of a layer go the same way, each with the
/// tiles that fit its pictures: see <see cref="WinogradTiles"/>.
/// </summary>
internal static class ConvolutionChoice
{
    public const int Taps = 3;

    // Cycles for 16 channels of each element, measured with tiles of 36: load a vector, transform, store; and the way back.
    private const double CyclesOfPatch = 250.0 / 36;
    private const double CyclesOfProducts = 200.0 / 36;

    /// <summary>The direct sum runs at the machine's peak and rounds less: Winograd should win clearly.</summary>
    private const double Margin = 0.75;

    /// <summary>Sums over fewer input channels take less time than to store them and to transform what they become: measured with 4 to 8 of 16 to 512 outputs.</summary>
    private const int FewestInputs = 8;

    /// <summary>Whether a 3×3 convolution of stride 1 is computed by Winograd's algorithm.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Pixels of its rows.</param>
    public static bool PrefersWinograd(int inputs, int outputs, int height, int width)
    {
        if (inputs < FewestInputs) return false;
        double vectors = inputs * VectorsOf(outputs, half: true);
        double direct = vectors * Taps * Taps * height * width;
        WinogradTiles tiles = WinogradTiles.Of(height, width);
        double winograd = tiles.Count * tiles.Elements * (vectors + CyclesOfPatch * VectorsOf(inputs) + CyclesOfProducts * VectorsOf(outputs));
        return winograd < Margin * direct;
    }

    /// <summary>Whether Winograd's products take longer than the transforms before them.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    public static bool MultipliesMoreThanItTransforms(int inputs, int outputs)
        => inputs * VectorsOf(outputs, half: true) > CyclesOfPatch * VectorsOf(inputs) + CyclesOfProducts * VectorsOf(outputs);

    /// <summary>Vectors of 16 channels, of which tiles need only half of the last one at times.</summary>
    private static double VectorsOf(int channels, bool half = false) => (Layout.RoundUp(channels) - (half ? Panels.PadsOf(channels) : 0)) / (double)Layout.Lanes;
}
