namespace ModelDsl;

/// <content>MaxPool2d.</content>
public static partial class EagerLayers
{
    /// <summary>
    /// The maximum of each window: [C, H, W] → [C, H′, W′]. The border never wins, a NaN always does; of equal ones, the first gets the gradient.
    /// </summary>
    /// <param name="x">The pictures.</param>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    /// <param name="strideHeight">Rows from one window to the next; 0 for as many as the window has.</param>
    /// <param name="strideWidth">Columns from one window to the next; 0 for as many as the window has.</param>
    /// <param name="paddingHeight">Rows of −∞ above and below.</param>
    /// <param name="paddingWidth">Columns of −∞ left and right.</param>
    /// <param name="dilationHeight">Rows from one element of the window to the next.</param>
    /// <param name="dilationWidth">Columns from one element of the window to the next.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts too.</param>
    /// <exception cref="ArgumentException">The input is no picture, an argument makes no sense, or no window fits.</exception>
    public static Tensor MaxPool2d(
        Tensor x, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth,
        int paddingHeight, int paddingWidth, int dilationHeight, int dilationWidth, bool ceilMode)
    {
        CheckPicture("MaxPool2d", x);
        SlidingWindow rows = SlidingWindow.Pooling("MaxPool2d", x.Shape[1], kernelHeight, strideHeight, paddingHeight, dilationHeight, ceilMode);
        SlidingWindow columns = SlidingWindow.Pooling("MaxPool2d", x.Shape[2], kernelWidth, strideWidth, paddingWidth, dilationWidth, ceilMode);
        ((int Tap, int Pixel)[][] insideRows, (int Tap, int Pixel)[][] insideColumns) = (rows.Inside(), columns.Inside());
        var winners = new int[x.Rows * x.Shape[0] * rows.Outputs * columns.Outputs];
        for (int i = 0; i < winners.Length; i++)
        {
            int plane = i / (rows.Outputs * columns.Outputs), winner = -1;
            foreach ((_, int atY) in insideRows[i / columns.Outputs % rows.Outputs])
                foreach ((_, int atX) in insideColumns[i % columns.Outputs])
                {
                    int at = (plane * x.Shape[1] + atY) * x.Shape[2] + atX;
                    if (winner < 0 || x.Data[at] > x.Data[winner] || (double.IsNaN(x.Data[at]) && !double.IsNaN(x.Data[winner]))) winner = at;
                }
            winners[i] = winner;
        }
        return Tensor.Record([x.Shape[0], rows.Outputs, columns.Outputs], x.Samples, Array.ConvertAll(winners, at => at < 0 ? double.NegativeInfinity : x.Data[at]), [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            for (int i = 0; i < winners.Length; i++)
            {
                // With dilation, a window may lie on the border with all of its elements.
                if (winners[i] >= 0) dx[winners[i]] += dy[i];
            }
        });
    }
}
