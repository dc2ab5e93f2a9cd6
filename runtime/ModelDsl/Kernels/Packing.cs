using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Moves weights from PyTorch's layout into the panels that register tiles read, and gradients back. A panel holds 32 columns (the last
/// one 16 where no more are left) of every row, one row after another; lanes without a column stay zero.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Packing
{
    private const int PanelWidth = 32;
    private const int Lanes = 16;

    /// <summary>
    /// Packs a linear layer's weights for <c>y = x · Wᵀ</c>: one panel of outputs, [inputs][columns].
    /// </summary>
    /// <param name="weight">[outputs, inputs], the inputs in the declared order (channel, pixel).</param>
    /// <param name="packed">All panels; panel p starts at 32 · p · inputs.</param>
    /// <param name="outputs">The layer's outputs.</param>
    /// <param name="channels">Channels of the input; the number of inputs for a plain vector.</param>
    /// <param name="pixels">Pixels of the input; 1 for a plain vector.</param>
    /// <param name="panel">Which panel.</param>
    /// <param name="interleave">How many channels' values of the outputs behind whole vectors lie side by side: see <see cref="Interleaved"/>.</param>
    public static void LinearForward(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int channels, int pixels, int panel, int interleave = 1)
    {
        interleave = Interleaved.Allowed(interleave);
        int inputs = channels * pixels, start = panel * PanelWidth;
        int width = Math.Min(PanelWidth, RoundUp(outputs - start)), valid = Math.Min(width, outputs - start);
        Span<float> target = packed.Slice(start * inputs, width * inputs);
        fixed (float* from = weight.Slice(start * inputs, valid * inputs), to = target)
        {
            int tail = interleave == 1 || valid == width ? 0 : valid % Lanes, whole = valid - tail;
            if (pixels == 1) Transposition.Run(from, inputs, to, width, whole, inputs);
            else for (int channel = 0; channel < channels; channel++) Transposition.Run(from + channel * pixels, inputs, to + channel * width, channels * width, whole, pixels);
            // A column's values lie one after another already.
            for (int pixel = 0; tail > 0 && pixel < pixels; pixel++)
                Interleaved.Copy(ref from[whole * inputs + pixel], sourceRow: pixels, columnStride: inputs, ref to[pixel * channels * width + whole], tail, width, run: channels, interleave);
        }
    }

    /// <summary>Packs a part of a panel as <see cref="LinearForward"/> does, of plain vectors: [count][width].</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="packed">Receives the part.</param>
    /// <param name="outputs">The layer's outputs.</param>
    /// <param name="inputs">The layer's inputs.</param>
    /// <param name="column">The panel's first output.</param>
    /// <param name="width">The columns of the panel, 32 or 16; those without an output become zero.</param>
    /// <param name="first">The part's first input.</param>
    /// <param name="count">The inputs of the part.</param>
    public static void LinearForwardPart(ReadOnlySpan<float> weight, Span<float> packed, int outputs, int inputs, int column, int width, int first, int count)
    {
        int valid = Math.Min(width, outputs - column);
        Span<float> target = packed[..(count * width)];
        if (valid < width) target.Clear();
        fixed (float* from = weight.Slice(column * inputs + first, (valid - 1) * inputs + count), to = target) Transposition.Run(from, inputs, to, width, valid, count);
    }

    /// <summary>Brings a part of a panel of rows together: [count][width].</summary>
    /// <param name="weight">Rows of the right factor, dense.</param>
    /// <param name="packed">Receives the part.</param>
    /// <param name="rowStride">Floats of a row.</param>
    /// <param name="column">The panel's first column.</param>
    /// <param name="width">The columns of the panel, 32 or 16; those that a row does not have become zero.</param>
    /// <param name="first">The part's first row.</param>
    /// <param name="count">The rows of the part.</param>
    public static void LinearBackwardPart(ReadOnlySpan<float> weight, Span<float> packed, int rowStride, int column, int width, int first, int count)
    {
        int valid = Math.Min(width, rowStride - column);
        if (valid == width)
        {
            CopyPanels(weight, packed, rowStride, column, columns: width, step: width, width, first, count);
            return;
        }
        packed[..(count * width)].Clear();
        for (int i = 0; i < count; i++) weight.Slice((first + i) * rowStride + column, valid).CopyTo(packed[(i * width)..]);
    }

    /// <summary>Copies columns of rows that lie far apart into panels, one after another: [panel][count][width].</summary>
    /// <param name="matrix">The rows.</param>
    /// <param name="panels">Receives the panels. Beyond the columns of a panel stands what follows in the row, or what stood there.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="step">The columns of a panel; the last one may have fewer.</param>
    /// <param name="width">Floats of a row of a panel, a multiple of 16 and <paramref name="step"/> or more.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    public static void CopyPanels(ReadOnlySpan<float> matrix, Span<float> panels, int rowStride, int column, int columns, int step, int width, int first, int count)
    {
        int whole = columns < width ? 0 : (columns - width) / step * step + step; // whose panels have their width in the row
        fixed (float* from = matrix.Slice(first * rowStride + column, (count - 1) * rowStride + columns), to = panels[..((columns + step - 1) / step * width * count)])
        {
            // A panel after another, so that what is written lies together.
            float* target = to;
            for (int i = 0; i < whole; i += step)
            {
                float* source = from + i;
                for (int row = 0; row < count; row++, source += rowStride, target += width)
                {
                    for (int lane = 0; lane < width; lane += Lanes)
                    {
                        Vector256.Load(source + lane).Store(target + lane);
                        Vector256.Load(source + lane + 8).Store(target + lane + 8);
                    }
                }
            }
            for (int i = whole; i < columns; i += step)
            {
                float* source = from + i;
                for (int row = 0; row < count; row++, source += rowStride, target += width) new ReadOnlySpan<float>(source, Math.Min(step, columns - i)).CopyTo(new Span<float>(target, width));
            }
        }
    }

    /// <summary>Stores the columns of a panel of rows that the rows do have: the way back of <see cref="LinearBackwardPart"/>.</summary>
    /// <param name="panel">[rows][width].</param>
    /// <param name="width">Floats of a row of the panel.</param>
    /// <param name="target">Receives the columns.</param>
    /// <param name="rowStride">Floats from one row of the target to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    public static void StoreColumns(ReadOnlySpan<float> panel, int width, Span<float> target, int rowStride, int rows, int columns)
    {
        for (int i = 0; i < rows; i++) panel.Slice(i * width, columns).CopyTo(target[(i * rowStride)..]);
    }

    /// <summary>Packs a linear layer's weights for <c>dx = dy · W</c>: rows of inputs in the order and with the pads of x's layout.</summary>
    /// <param name="weight">[outputs, inputs], the inputs in the declared order (channel, pixel).</param>
    /// <param name="packed">[outputs][pixels][pixelStride], zero where it has never been written.</param>
    /// <param name="rowStride">Floats from one output's row to the next.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="pixels">Pixels of the input.</param>
    /// <param name="pixelStride">Floats of a pixel.</param>
    /// <param name="first">The first output to pack.</param>
    /// <param name="end">Behind the last output to pack.</param>
    /// <param name="outputs">All outputs, where values lie side by side.</param>
    /// <param name="interleave">How many outputs' values of the inputs behind whole vectors lie side by side: see <see cref="Interleaved"/>. Of one pixel alone.</param>
    public static void LinearBackward(
        ReadOnlySpan<float> weight, Span<float> packed, int rowStride, int channels, int pixels, int pixelStride, int first, int end, int outputs = 0, int interleave = 1)
    {
        interleave = Interleaved.Allowed(interleave);
        int whole = interleave == 1 ? channels : channels - channels % Lanes;
        for (int output = first; output < end; output++)
        {
            ReadOnlySpan<float> source = weight.Slice(output * channels * pixels, channels * pixels);
            Span<float> target = packed.Slice(output * rowStride, rowStride);
            if (pixels == 1)
            {
                source[..whole].CopyTo(target);
                if (whole == channels) continue;
                int at = whole + Interleaved.At(output, rowStride, run: outputs, interleave);
                for (int column = whole; column < channels; column++, at += interleave) packed[at] = source[column];
            }
            else fixed (float* from = source, to = target) Transposition.Run(from, pixels, to, pixelStride, channels, pixels);
        }
    }

    /// <summary>The way back: a weight gradient in x's layout becomes one in PyTorch's.</summary>
    /// <param name="packed">[outputs][pixels][pixelStride].</param>
    /// <param name="gradient">[outputs, inputs], the inputs in the declared order (channel, pixel).</param>
    /// <param name="rowStride">Floats from one output's row to the next.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="pixels">Pixels of the input.</param>
    /// <param name="pixelStride">Floats of a pixel.</param>
    /// <param name="first">The first output to write.</param>
    /// <param name="end">Behind the last output to write.</param>
    public static void LinearGradient(
        ReadOnlySpan<float> packed, Span<float> gradient, int rowStride, int channels, int pixels, int pixelStride, int first, int end)
    {
        for (int output = first; output < end; output++)
        {
            ReadOnlySpan<float> source = packed.Slice(output * rowStride, rowStride);
            Span<float> target = gradient.Slice(output * channels * pixels, channels * pixels);
            fixed (float* from = source, to = target) Transposition.Run(from, pixelStride, to, pixels, pixels, channels);
        }
    }

    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="source">Rows, <paramref name="rowStride"/> floats apart.</param>
    /// <param name="rowStride">Floats from one row of the source to the next.</param>
    /// <param name="target">Receives [columns, rows], dense.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source that are wanted.</param>
    public static void Transpose(ReadOnlySpan<float> source, int rowStride, Span<float> target, int rows, int columns)
    {
        fixed (float* from = source[..((rows - 1) * rowStride + columns)], to = target[..(rows * columns)]) Transposition.Run(from, rowStride, to, rows, rows, columns);
    }

    private static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
