namespace ModelDsl;

/// <summary>A window that slides along one direction of a picture, and what it sees at each stop.</summary>
/// <param name="Inputs">The pixels of the picture.</param>
/// <param name="Kernel">The elements of the window.</param>
/// <param name="Stride">Pixels from one stop to the next.</param>
/// <param name="Padding">Pixels of border on each side.</param>
/// <param name="Dilation">Pixels from one element to the next.</param>
/// <param name="Outputs">The stops.</param>
internal sealed record SlidingWindow(int Inputs, int Kernel, int Stride, int Padding, int Dilation, int Outputs)
{
    /// <summary>
    /// Places a window: <c>⌊(inputs + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1</c> stops, rounded up in ceil mode, where a stop
    /// beyond the picture and its left border is dropped.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">The pixels of the picture.</param>
    /// <param name="kernel">The elements of the window.</param>
    /// <param name="stride">Pixels from one stop to the next.</param>
    /// <param name="padding">Pixels of border on each side.</param>
    /// <param name="dilation">Pixels from one element to the next.</param>
    /// <param name="ceilMode">Whether an incomplete last window counts.</param>
    /// <exception cref="ArgumentException">An argument makes no sense, or the window does not fit.</exception>
    public static SlidingWindow Over(string layer, int inputs, int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        Require(kernel, 1, "kernel");
        Require(stride, 1, "stride");
        Require(padding, 0, "padding");
        Require(dilation, 1, "dilation");
        int span = dilation * (kernel - 1) + 1, room = inputs + 2 * padding - span;
        if (room < 0) throw new ArgumentException($"{layer}: a window of {span} pixels does not fit into {inputs} with {padding} of padding on each side.");
        int outputs = (room + (ceilMode ? stride - 1 : 0)) / stride + 1;
        if (ceilMode && (outputs - 1) * stride >= inputs + padding) outputs--;
        return new SlidingWindow(inputs, kernel, stride, padding, dilation, outputs);

        void Require(int value, int least, string name)
        {
            if (value < least) throw new ArgumentException($"{layer}: the {name} is {value}, and at least {least} was expected.");
        }
    }

    /// <summary>As <see cref="Over"/>, for poolings, whose border is at most half of the window.</summary>
    /// <exception cref="ArgumentException">An argument makes no sense, or the window does not fit.</exception>
    public static SlidingWindow Pooling(string layer, int inputs, int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        SlidingWindow window = Over(layer, inputs, kernel, stride == 0 ? kernel : stride, padding, dilation, ceilMode);
        int span = dilation * (kernel - 1) + 1;
        return padding <= span / 2 ? window : throw new ArgumentException($"{layer}: the padding is {padding}, and at most half of the window of {span} pixels was expected.");
    }

    /// <summary>For each stop, the elements of the window that lie in the picture, and the pixels below them.</summary>
    public (int Tap, int Pixel)[][] Inside() => [.. Enumerable.Range(0, Outputs).Select(output => InsideAt(output).ToArray())];

    /// <summary>How many pixels of the picture and its border a window without gaps covers; what ceil mode adds beyond does not count.</summary>
    public int Covered(int output)
    {
        int start = output * Stride - Padding;
        return Math.Min(start + Kernel, Inputs + Padding) - start;
    }

    private IEnumerable<(int Tap, int Pixel)> InsideAt(int output)
    {
        for (int tap = 0; tap < Kernel; tap++)
        {
            int pixel = output * Stride - Padding + tap * Dilation;
            if (pixel >= 0 && pixel < Inputs) yield return (tap, pixel);
        }
    }
}
