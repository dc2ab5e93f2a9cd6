using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>How a linear layer meets the memory of its input and output: rows of features, one for each sample or each step of a sequence.</summary>
/// <param name="Positions">Rows in a sample: 1, or the length of the sequence.</param>
/// <param name="Pixels">Pixels in a row: more than 1 for a flattened picture.</param>
/// <param name="Channels">Features of a pixel.</param>
/// <param name="PixelStride">Floats of a pixel.</param>
/// <param name="InputStride">Floats from one row of the input to the next.</param>
/// <param name="OutputStride">Floats from one row of the output to the next.</param>
internal sealed record LinearGeometry(int Positions, int Pixels, int Channels, int PixelStride, int InputStride, int OutputStride)
{
    /// <summary>Weights up to which each core has all of them in its second-level cache, though others changed half of them: 256 KB.</summary>
    private const int WeightsInCache = 64 * 1024;

    public int Features => Pixels * Channels;

    /// <summary>The floats of a row of the input, pad lanes included.</summary>
    public int Columns => Layout.RoundUp(Pixels == 1 ? Channels : Pixels * PixelStride);

    /// <summary>Those of them that mean something, as far as pads lie behind all others.</summary>
    public int UsedColumns => Pixels == 1 ? Channels : Columns;

    /// <summary>Whether the features of a row lie as in a row of PyTorch's weight, so that nothing has to be packed for the way back.</summary>
    public bool IsPlain => Columns == Features && (Pixels == 1 || Channels == 1);

    public static LinearGeometry Of(Value input, Value output)
    {
        Layout x = input.Layout!, y = output.Layout!;
        return input.Shape.Rank == 1
            ? new(1, x.Pixels, x.Channels, x.PixelStride, x.SampleStride, y.SampleStride)
            : new(x.Width, 1, x.Channels, x.PixelStride, x.VectorStride, y.VectorStride);
    }

    /// <summary>The number of rows in so many samples.</summary>
    public string Rows(string count) => Positions == 1 ? count : $"{count} * {Positions}";

    /// <summary>
    /// Whether the layer is computed for the whole batch at once. A piece of the batch would stream weights that no cache holds past a few rows, or that
    /// lie in another core's; the whole batch meets each part of them once, on one core.
    /// </summary>
    public bool IsWide(int outputs) => ExceedsCache(Features, outputs);

    /// <summary>Whether a matrix has more elements than weights may have that a core keeps in its cache.</summary>
    public static bool ExceedsCache(int rows, int columns) => (long)rows * columns > WeightsInCache;

    /// <summary>
    /// Whether dot products along the rows of the weight take less than half the time of a register tile, whose columns are 16 outputs, used or not: a
    /// multiply-add for each 16 features, one for each that is left, and some six steps to add up the lanes.
    /// </summary>
    public bool HasFewOutputs(int outputs) => (IsPlain || Pixels == 1) && outputs * (Features / Layout.Lanes + Features % Layout.Lanes + 6) <= Features / 2;

    /// <summary>
    /// Whether the weight's gradient is computed as [inputs, outputs] and turned around: of a few inputs, rows of 16 columns would be almost empty.
    /// </summary>
    public static bool HasFewInputs(int inputs, int outputs) => 4 * inputs * Layout.RoundUp(outputs) <= 3 * outputs * Layout.RoundUp(inputs);
}
