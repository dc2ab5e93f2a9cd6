using System.Buffers;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>Convolutions: weights, their gradients, and pixels.</content>
public static unsafe partial class Packing
{
    /// <summary>Rows of 32 columns that are turned around at a time, 8 KB.</summary>
    private const int RowsAtATime = 64;

    /// <summary>Taps up to which one panel of inputs is turned around on the stack, in 32 KB: those of a kernel of 16×16.</summary>
    private const int MostTapsOnStack = 256;

    /// <summary>
    /// Packs a convolution's weights for the forward pass: [block][panel of outputs][tap][input][columns]. A block is some groups that are
    /// computed together, with zeros between one group's inputs and another's outputs.
    /// </summary>
    /// <param name="weight">[outputs, inputsPerGroup, taps].</param>
    /// <param name="packed">All blocks, zero where it has never been written.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputsPerGroup">Input channels of a group.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="blocks">Blocks of groups.</param>
    /// <param name="first">The first output channel to pack.</param>
    /// <param name="end">Behind the last output channel to pack.</param>
    /// <param name="run">Values of a picture that lie side by side and meet rows one after another, where that matters: the inputs of a tap, or of a row of taps.</param>
    /// <param name="interleave">How many rows' values of the outputs behind whole vectors lie side by side: see <see cref="Interleaved"/>.</param>
    public static void ConvolutionForward(
        ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputsPerGroup, int taps, int groups, int blocks, int first, int end, int run = 0, int interleave = 1)
    {
        interleave = Interleaved.Allowed(interleave);
        int blockOutputs = outputs / blocks, groupOutputs = outputs / groups, blockInputs = inputsPerGroup * groups / blocks, length = inputsPerGroup * taps;
        int blockFloats = taps * blockInputs * RoundUp(blockOutputs), tail = interleave == 1 ? 0 : blockOutputs % Lanes;
        float* rows = stackalloc float[RowsAtATime * PanelWidth];
        for (int output = first, count; output < end; output += count)
        {
            (int block, int column) = Math.DivRem(output, blockOutputs);
            int start = column / PanelWidth * PanelWidth, width = Math.Min(PanelWidth, RoundUp(blockOutputs) - start);
            // Outputs of one panel and one group: they have the same inputs.
            count = Math.Min(Math.Min(end - output, start + PanelWidth - column), groupOutputs - column % groupOutputs);
            int input = column / groupOutputs * inputsPerGroup, whole = Math.Clamp(blockOutputs - tail - column, 0, count);
            fixed (float* source = weight.Slice(output * length, count * length), panel = packed.Slice(block * blockFloats + start * taps * blockInputs, taps * blockInputs * width))
            {
                for (int j = 0; j < length; j += RowsAtATime)
                {
                    int height = Math.Min(RowsAtATime, length - j);
                    Transposition.Run(source + j, length, rows, PanelWidth, count, height);
                    (int i, int tap) = Math.DivRem(j, taps);
                    for (int row = 0; row < height; row++)
                    {
                        CopyRow(rows + row * PanelWidth, panel, tap * blockInputs + input + i, column - start, whole, count, width, run, interleave);
                        if (++tap == taps) (i, tap) = (i + 1, 0);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Packs a convolution's weights for the gradient of its input: [block][class][panel of inputs][tap of the class][output][columns].
    /// A class is the taps that reach the pixels of one remainder by the stride.
    /// </summary>
    /// <param name="weight">[outputs, inputsPerGroup, taps].</param>
    /// <param name="packed">All blocks, zero where it has never been written.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputsPerGroup">Input channels of a group.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="blocks">Blocks of groups.</param>
    /// <param name="order">All taps, class after class, in the order in which the tiles meet them.</param>
    /// <param name="classLengths">The number of taps of each class.</param>
    /// <param name="first">The first output channel to pack.</param>
    /// <param name="end">Behind the last output channel to pack.</param>
    /// <param name="interleave">How many outputs' values of the inputs behind whole vectors lie side by side: see <see cref="Interleaved"/>.</param>
    public static void ConvolutionBackward(
        ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputsPerGroup, int taps, int groups, int blocks,
        ReadOnlySpan<int> order, ReadOnlySpan<int> classLengths, int first, int end, int interleave = 1)
    {
        interleave = Interleaved.Allowed(interleave);
        int blockOutputs = outputs / blocks, groupOutputs = outputs / groups, blockInputs = inputsPerGroup * groups / blocks;
        int rounded = RoundUp(blockInputs), blockFloats = taps * blockOutputs * rounded, tail = interleave == 1 ? 0 : blockInputs % Lanes;
        float[]? rented = taps > MostTapsOnStack ? ArrayPool<float>.Shared.Rent(taps * PanelWidth) : null;
        Span<float> turned = rented ?? stackalloc float[taps * PanelWidth];
        fixed (float* rows = turned)
        {
            for (int output = first; output < end; output++)
            {
                (int block, int row) = Math.DivRem(output, blockOutputs);
                int firstColumn = row / groupOutputs * inputsPerGroup;
                fixed (float* source = weight.Slice(output * inputsPerGroup * taps, inputsPerGroup * taps), target = packed.Slice(block * blockFloats, blockFloats))
                {
                    for (int i = 0, count; i < inputsPerGroup; i += count)
                    {
                        int column = firstColumn + i, start = column / PanelWidth * PanelWidth, width = Math.Min(PanelWidth, rounded - start);
                        count = Math.Min(inputsPerGroup - i, start + PanelWidth - column); // inputs of one panel
                        Transposition.Run(source + i * taps, taps, rows, PanelWidth, count, taps);
                        int before = 0, whole = Math.Clamp(blockInputs - tail - column, 0, count);
                        foreach (int length in classLengths)
                        {
                            float* panel = target + before * blockOutputs * rounded + start * length * blockOutputs;
                            for (int tap = 0; tap < length; tap++)
                                CopyRow(rows + order[before + tap] * PanelWidth, panel, tap * blockOutputs + row, column - start, whole, count, width, run: blockOutputs, interleave);
                            before += length;
                        }
                    }
                }
            }
        }
        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Adds up the parts of a convolution's weight gradient, [part][block][tap][input][output], into PyTorch's layout.</summary>
    /// <param name="packed">The parts.</param>
    /// <param name="gradient">[outputs, inputsPerGroup, taps].</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputsPerGroup">Input channels of a group.</param>
    /// <param name="taps">Taps of the kernel.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="blocks">Blocks of groups.</param>
    /// <param name="first">The first output channel to write.</param>
    /// <param name="end">Behind the last output channel to write.</param>
    public static void ConvolutionGradient(
        ReadOnlySpan<float> packed, Span<float> gradient, int parts, int outputs, int inputsPerGroup, int taps, int groups, int blocks, int first, int end)
    {
        int blockOutputs = outputs / blocks, groupOutputs = outputs / groups, blockInputs = inputsPerGroup * groups / blocks, length = inputsPerGroup * taps;
        int rowStride = RoundUp(blockOutputs), blockFloats = taps * blockInputs * rowStride, partFloats = blocks * blockFloats;
        float* rows = stackalloc float[RowsAtATime * PanelWidth];
        fixed (float* sums = packed[..(parts * partFloats)], target = gradient[..(outputs * length)])
        {
            // Some rows of the sums for all outputs, so that what lies far apart is met once.
            for (int j = 0; j < length; j += RowsAtATime)
            {
                int height = Math.Min(RowsAtATime, length - j);
                for (int output = first, count; output < end; output += count)
                {
                    (int block, int column) = Math.DivRem(output, blockOutputs);
                    count = Math.Min(Math.Min(end - output, PanelWidth), groupOutputs - column % groupOutputs); // outputs of one group
                    float* source = sums + block * blockFloats + column / groupOutputs * inputsPerGroup * rowStride + column;
                    (int i, int tap) = Math.DivRem(j, taps);
                    for (int row = 0; row < height; row++)
                    {
                        Sum(source + (tap * blockInputs + i) * rowStride, partFloats, parts, rows + row * PanelWidth, count);
                        if (++tap == taps) (i, tap) = (i + 1, 0);
                    }
                    Transposition.Run(rows, PanelWidth, target + output * length + j, length, height, count);
                }
            }
        }
    }

    /// <summary>Packs the weights of a depthwise convolution: [channels, 1, taps] → [tap][pixel stride].</summary>
    /// <param name="weight">[channels, 1, taps].</param>
    /// <param name="packed">[tap][pixel stride], zero where it has never been written.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="taps">Taps of the kernel.</param>
    public static void DepthwiseForward(ReadOnlySpan<float> weight, Span<float> packed, int channels, int taps)
    {
        int stride = RoundUp(channels);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < taps; tap++) packed[tap * stride + channel] = weight[channel * taps + tap];
        }
    }

    /// <summary>Adds up the parts of a depthwise convolution's weight gradient, [part][tap][pixel stride], into PyTorch's layout.</summary>
    /// <param name="packed">The parts.</param>
    /// <param name="gradient">[channels, 1, taps].</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="taps">Taps of the kernel.</param>
    public static void DepthwiseGradient(ReadOnlySpan<float> packed, Span<float> gradient, int parts, int channels, int taps)
    {
        int stride = RoundUp(channels);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                float sum = packed[tap * stride + channel];
                for (int part = 1; part < parts; part++) sum += packed[(part * taps + tap) * stride + channel];
                gradient[channel * taps + tap] = sum;
            }
        }
    }

    /// <summary>Copies some channels of pixels that lie apart, one after another: [sample][row][pixel][width].</summary>
    /// <param name="pictures">The pictures, from the first pixel's first channel on.</param>
    /// <param name="target">Receives the copies.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="sampleStride">Floats from one sample to the next.</param>
    /// <param name="rows">How many rows of each.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="pixels">How many pixels of each row.</param>
    /// <param name="pixelStride">Floats from one pixel to the next.</param>
    /// <param name="width">Channels of a pixel, 16 or 32.</param>
    public static void CopyPixels(ReadOnlySpan<float> pictures, Span<float> target, int samples, int sampleStride, int rows, int rowStride, int pixels, int pixelStride, int width)
    {
        fixed (float* from = pictures[..((samples - 1) * sampleStride + (rows - 1) * rowStride + (pixels - 1) * pixelStride + width)], start = target[..(samples * rows * pixels * width)])
        {
            float* to = start;
            for (int n = 0; n < samples; n++)
            {
                for (int y = 0; y < rows; y++)
                {
                    float* source = from + (long)n * sampleStride + y * rowStride;
                    if (width == Lanes)
                    {
                        for (int i = 0; i < pixels; i++, source += pixelStride, to += Lanes)
                        {
                            Vector256.Load(source).Store(to);
                            Vector256.Load(source + 8).Store(to + 8);
                        }
                        continue;
                    }
                    for (int i = 0; i < pixels; i++, source += pixelStride, to += 2 * Lanes)
                    {
                        Vector256.Load(source).Store(to);
                        Vector256.Load(source + 8).Store(to + 8);
                        Vector256.Load(source + 16).Store(to + 16);
                        Vector256.Load(source + 24).Store(to + 24);
                    }
                }
            }
        }
    }

    /// <summary>Copies values into a row of a panel.</summary>
    /// <param name="source">The values.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The first value's column.</param>
    /// <param name="whole">Values that lie in the row; those behind them belong to columns of which values of several rows lie side by side.</param>
    /// <param name="count">All values.</param>
    /// <param name="width">Floats of a row.</param>
    /// <param name="run">Rows whose values lie side by side.</param>
    /// <param name="interleave">How many of them.</param>
    private static void CopyRow(float* source, float* panel, int row, int column, int whole, int count, int width, int run, int interleave)
    {
        Copy(source, panel + row * width + column, whole);
        if (whole == count) return;
        int tail = (column + count - 1) / Lanes * Lanes; // the first of the last columns
        float* at = panel + tail + Interleaved.At(row, width, run, interleave);
        for (int i = whole; i < count; i++) at[(column + i - tail) * interleave] = source[i];
    }

    /// <summary>Copies a few values.</summary>
    private static void Copy(float* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8) Vector256.Load(source + i).Store(target + i);
        for (; i < count; i++) target[i] = source[i];
    }

    /// <summary>Adds up a few values of several parts, in their order.</summary>
    private static void Sum(float* source, int partStride, int parts, float* target, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector256<float> sum = Vector256.Load(source + i);
            for (int part = 1; part < parts; part++) sum += Vector256.Load(source + i + (nint)part * partStride);
            sum.Store(target + i);
        }
        for (; i < count; i++)
        {
            float sum = source[i];
            for (int part = 1; part < parts; part++) sum += source[i + (nint)part * partStride];
            target[i] = sum;
        }
    }
}
