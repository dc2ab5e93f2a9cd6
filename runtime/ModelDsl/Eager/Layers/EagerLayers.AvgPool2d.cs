namespace ModelDsl;

/// <content>AvgPool2d and AdaptiveAvgPool2d.</content>
public static partial class EagerLayers
{
    /// <summary>The mean of each window: [C, H, W] → [C, H′, W′].</summary>
    /// <param name="x">The pictures.</param>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    /// <param name="strideHeight">Rows from one window to the next; 0 for as many as the window has.</param>
    /// <param name="strideWidth">Columns from one window to the next; 0 for as many as the window has.</param>
    /// <param name="paddingHeight">Rows of zeros above and below.</param>
    /// <param name="paddingWidth">Columns of zeros left and right.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts too.</param>
    /// <param name="countIncludePad">Whether the zeros of the border count as elements of the mean.</param>
    /// <param name="divisorOverride">What the sum of a window is divided by instead; 0 for none.</param>
    /// <exception cref="ArgumentException">The input is no picture, an argument makes no sense, or no window fits.</exception>
    public static Tensor AvgPool2d(
        Tensor x, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth,
        int paddingHeight, int paddingWidth, bool ceilMode, bool countIncludePad, int divisorOverride)
    {
        CheckPicture("AvgPool2d", x);
        SlidingWindow rows = SlidingWindow.Pooling("AvgPool2d", x.Shape[1], kernelHeight, strideHeight, paddingHeight, 1, ceilMode);
        SlidingWindow columns = SlidingWindow.Pooling("AvgPool2d", x.Shape[2], kernelWidth, strideWidth, paddingWidth, 1, ceilMode);
        return Average(
            x, PixelsOf(rows), PixelsOf(columns),
            (row, column, seen) => divisorOverride != 0 ? divisorOverride : countIncludePad ? rows.Covered(row) * columns.Covered(column) : seen);

        static int[][] PixelsOf(SlidingWindow window) => Array.ConvertAll(window.Inside(), stop => Array.ConvertAll(stop, place => place.Pixel));
    }

    /// <summary>
    /// The mean of windows chosen so that the output has the wanted size: [C, H, W] → [C, h, w], where output row i is the mean of the rows
    /// <c>⌊i·H/h⌋ … ⌈(i+1)·H/h⌉ − 1</c>, likewise the columns.
    /// </summary>
    /// <param name="x">The pictures.</param>
    /// <param name="outputHeight">Rows of the output.</param>
    /// <param name="outputWidth">Columns of the output.</param>
    /// <exception cref="ArgumentException">The input is no picture, or a size is less than 1.</exception>
    public static Tensor AdaptiveAvgPool2d(Tensor x, int outputHeight, int outputWidth)
    {
        CheckPicture("AdaptiveAvgPool2d", x);
        Sizes.CheckPositive("AdaptiveAvgPool2d", [outputHeight, outputWidth]);
        return Average(x, WindowsOf(x.Shape[1], outputHeight), WindowsOf(x.Shape[2], outputWidth), (_, _, seen) => seen);

        static int[][] WindowsOf(int inputs, int outputs) => [.. Enumerable.Range(0, outputs).Select(output =>
        {
            int start = output * inputs / outputs, end = ((output + 1) * inputs + outputs - 1) / outputs;
            return Enumerable.Range(start, end - start).ToArray();
        })];
    }

    /// <summary>The sum of each window over its divisor.</summary>
    /// <param name="x">The pictures.</param>
    /// <param name="rows">The rows that each output row sees.</param>
    /// <param name="columns">The columns that each output column sees.</param>
    /// <param name="divisor">What is divided by: of the output's row and column, and the number of pixels seen.</param>
    private static Tensor Average(Tensor x, int[][] rows, int[][] columns, Func<int, int, int, int> divisor)
    {
        (int height, int width) = (rows.Length, columns.Length);
        var y = new double[x.Rows * x.Shape[0] * height * width];
        ForEach((inX, inY, share) => y[inY] += x.Data[inX] * share);
        return Tensor.Record([x.Shape[0], height, width], x.Samples, y, [x], (dy, pass) =>
        {
            double[] dx = pass.Of(x)!;
            ForEach((inX, inY, share) => dx[inX] += dy[inY] * share);
        });

        void ForEach(Action<int, int, double> visit)
        {
            for (int inY = 0; inY < y.Length; inY++)
            {
                int plane = inY / (height * width), row = inY / width % height, column = inY % width;
                double share = 1.0 / divisor(row, column, rows[row].Length * columns[column].Length);
                foreach (int atY in rows[row])
                    foreach (int atX in columns[column]) visit((plane * x.Shape[1] + atY) * x.Shape[2] + atX, inY, share);
            }
        }
    }
}
