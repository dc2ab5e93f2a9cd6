using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class PoolingTests
{
    private const int Count = 2, Channels = 19, Stride = 32;

    /// <summary>Height, width, border; kernel, stride, padding, dilation, for rows and columns alike but for the sizes.</summary>
    public static TheoryData<int, int, int, int, int, int, int, bool> Windows => new()
    {
        { 8, 6, 0, 2, 2, 0, 1, false },
        { 7, 9, 1, 2, 2, 0, 1, false },
        { 7, 9, 0, 2, 2, 0, 1, true },
        { 9, 8, 1, 3, 2, 1, 1, false },
        { 10, 7, 0, 3, 1, 1, 1, false },
        { 11, 12, 2, 3, 2, 1, 2, true },
        { 5, 5, 0, 5, 1, 2, 1, false },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void MaxPool2d_AnyWindow_TakesMaximaAndGivesGradientsBack(int height, int width, int border, int kernel, int stride, int padding, int dilation, bool ceil)
    {
        (int outHeight, int outWidth) = (OutputSize(height), OutputSize(width));
        PictureLayout xLayout = new(height, width, Stride, border), yLayout = new(outHeight, outWidth, Stride, 1), dyLayout = new(outHeight, outWidth, Stride, 1);
        // Whole numbers: ties are common, and the first one must win.
        float[] picture = [.. Sweep.Random(Count * Channels * height * width, seed: 1).Select(v => MathF.Round(v))], gradient = Sweep.Random(Count * Channels * outHeight * outWidth, seed: 2);
        float[] expected = new float[gradient.Length];
        double[] expectedDx = new double[picture.Length];
        ForEachOutput(outHeight, outWidth, (n, c, i, j) =>
        {
            float best = float.NegativeInfinity;
            int winner = -1;
            for (int u = 0; u < kernel; u++)
            {
                for (int v = 0; v < kernel; v++)
                {
                    (int row, int column) = (i * stride - padding + u * dilation, j * stride - padding + v * dilation);
                    if (row < 0 || column < 0 || row >= height || column >= width) continue;
                    int at = ((n * Channels + c) * height + row) * width + column;
                    if (picture[at] <= best) continue;
                    (best, winner) = (picture[at], at);
                }
            }
            int output = ((n * Channels + c) * outHeight + i) * outWidth + j;
            expected[output] = best;
            expectedDx[winner] += gradient[output];
        });

        PoolingWindow window = new(kernel, kernel, stride, stride, padding, padding, dilation, dilation);
        float[] y = PicturesTests.Garbage(Count * yLayout.SampleStride), winners = PicturesTests.Garbage(Count * outHeight * outWidth * Stride), dx = PicturesTests.Garbage(Count * xLayout.SampleStride);
        MaxPool2d.Forward(Inside(picture, xLayout), xLayout, y, yLayout, winners, window, Count);
        MaxPool2d.Gradient(Inside(gradient, dyLayout), dyLayout, winners, dx, xLayout, window, Count);
        Assert.Equal(expected, Outside(y, yLayout));
        Sweep.AssertClose(expectedDx, Outside(dx, xLayout), 1e-6);
        AssertZeroBorder(dx, xLayout);

        float[] alone = new float[y.Length];
        MaxPool2d.Forward(Inside(picture, xLayout), xLayout, alone, yLayout, [], window, Count);
        Assert.Equal(expected, Outside(alone, yLayout));

        int OutputSize(int size) => (size + 2 * padding - dilation * (kernel - 1) - 1 + (ceil ? stride - 1 : 0)) / stride + 1;
    }

    [Fact]
    public void MaxPool2d_NaNAndInfinity_NaNWinsAndInfinityIsFound()
    {
        PictureLayout xLayout = new(2, 4, 16), yLayout = new(1, 2, 16);
        float[] x = new float[xLayout.SampleStride], y = new float[yLayout.SampleStride], winners = new float[yLayout.SampleStride];
        for (int pixel = 0; pixel < 8; pixel++) x[pixel * 16] = float.NegativeInfinity;
        x[4 * 16] = float.NaN;
        x[5 * 16] = 7;
        MaxPool2d.Forward(x, xLayout, y, yLayout, winners, new PoolingWindow(2, 2, 2, 2), 1);
        Assert.Equal([float.NaN, float.NegativeInfinity], [y[0], y[16]]);
        Assert.Equal([2, 0], [winners[0], winners[16]]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 5)]
    public void AvgPool2d_PaddedWindows_AgreesWithDouble(bool countIncludePad, int divisorOverride)
    {
        const int Height = 9, Width = 8, Kernel = 3, Step = 2, Padding = 1;
        // With a ceiling: the last windows reach beyond the padding, which then does not count.
        (int outHeight, int outWidth) = (5, 5);
        CheckMeans(Height, Width, outHeight, outWidth,
            (i, j) => (i * Step - Padding, Math.Min(i * Step - Padding + Kernel, Height), j * Step - Padding, Math.Min(j * Step - Padding + Kernel, Width)),
            (i, j) =>
            {
                (int rows, int columns) = (Length(i, Height), Length(j, Width));
                return divisorOverride != 0 ? divisorOverride : rows * columns;
            },
            (x, xLayout, y, yLayout) => AvgPool2d.Forward(x, xLayout, y, yLayout, new(Kernel, Kernel, Step, Step, Padding, Padding), countIncludePad, divisorOverride, Count),
            (dy, yLayout, dx, xLayout) => AvgPool2d.Gradient(dy, yLayout, dx, xLayout, new(Kernel, Kernel, Step, Step, Padding, Padding), countIncludePad, divisorOverride, Count));

        int Length(int output, int size)
        {
            int start = output * Step - Padding, end = Math.Min(start + Kernel, size + Padding);
            return countIncludePad ? end - start : Math.Min(end, size) - Math.Max(start, 0);
        }
    }

    [Theory]
    [InlineData(7, 9, 3, 2)]
    [InlineData(5, 5, 1, 1)]
    [InlineData(3, 4, 5, 4)]
    public void AdaptiveAvgPool2d_AnySize_AgreesWithDouble(int height, int width, int outHeight, int outWidth)
        => CheckMeans(height, width, outHeight, outWidth,
            (i, j) => (i * height / outHeight, ((i + 1) * height + outHeight - 1) / outHeight, j * width / outWidth, ((j + 1) * width + outWidth - 1) / outWidth),
            (i, j) => (((i + 1) * height + outHeight - 1) / outHeight - i * height / outHeight) * (((j + 1) * width + outWidth - 1) / outWidth - j * width / outWidth),
            (x, xLayout, y, yLayout) => AdaptiveAvgPool2d.Forward(x, xLayout, y, yLayout, Count),
            (dy, yLayout, dx, xLayout) => AdaptiveAvgPool2d.Gradient(dy, yLayout, dx, xLayout, Count));

    /// <summary>One pass gives the bits of two: the gradient of the means, and ReLU's of what they were taken of; also in the memory of that.</summary>
    [Theory]
    [InlineData(6, 9, 3, 1)]
    [InlineData(5, 5, 1, 1)]
    [InlineData(4, 8, 2, 4)]
    public void GradientBehindReLU_WindowsThatMeetOnce_IsThatOfBoth(int height, int width, int outHeight, int outWidth)
    {
        PictureLayout xLayout = new(height, width, Stride, 2), dxLayout = new(height, width, Stride, 1), yLayout = new(outHeight, outWidth, Stride, 1);
        float[] dy = Inside(Sweep.Random(Count * Channels * outHeight * outWidth, seed: 1), yLayout), x = Inside(Sweep.Random(Count * Channels * height * width, seed: 2), xLayout);
        x[xLayout.First] = 0;
        x[xLayout.First + Stride] = float.NaN;
        PoolingWindow window = new(height / outHeight, width / outWidth, height / outHeight, width / outWidth);
        foreach (int divisor in new[] { 0, 7 })
        {
            float[] seen = Inside(Outside(x, xLayout), dxLayout), expected = new float[Count * dxLayout.SampleStride], actual = PicturesTests.Garbage(expected.Length);
            if (divisor == 0) AdaptiveAvgPool2d.Gradient(dy, yLayout, expected, dxLayout, Count);
            else AvgPool2d.Gradient(dy, yLayout, expected, dxLayout, window, true, divisor, Count);
            Activations.ReLUGradient(seen, expected, expected);

            if (divisor == 0) AdaptiveAvgPool2d.GradientBehindReLU(dy, yLayout, x, xLayout, actual, dxLayout, Count);
            else AvgPool2d.GradientBehindReLU(dy, yLayout, x, xLayout, actual, dxLayout, window, true, divisor, Count);
            Assert.Equal(expected, actual);

            float[] sums = PicturesTests.Garbage(Stride);
            if (divisor == 0) AdaptiveAvgPool2d.GradientBehindReLU(dy, yLayout, seen, dxLayout, seen, dxLayout, Count, sums);
            else AvgPool2d.GradientBehindReLU(dy, yLayout, seen, dxLayout, seen, dxLayout, window, true, divisor, Count);
            Assert.Equal(expected, seen);
            if (divisor > 0) continue;
            for (int lane = 0; lane < Stride; lane++)
            {
                double sum = Enumerable.Range(0, expected.Length / Stride).Sum(pixel => (double)expected[pixel * Stride + lane]);
                Assert.InRange(sums[lane], sum - 1e-5, sum + 1e-5);
            }
        }
    }

    private static void CheckMeans(
        int height, int width, int outHeight, int outWidth, Func<int, int, (int Top, int Bottom, int Left, int Right)> range, Func<int, int, int> divisor,
        Action<float[], PictureLayout, float[], PictureLayout> forward, Action<float[], PictureLayout, float[], PictureLayout> backward)
    {
        PictureLayout xLayout = new(height, width, Stride, 1), yLayout = new(outHeight, outWidth, Stride, 2);
        float[] picture = Sweep.Random(Count * Channels * height * width, seed: 3), gradient = Sweep.Random(Count * Channels * outHeight * outWidth, seed: 4);
        double[] expected = new double[gradient.Length], expectedDx = new double[picture.Length];
        ForEachOutput(outHeight, outWidth, (n, c, i, j) =>
        {
            (int top, int bottom, int left, int right) = range(i, j);
            int output = ((n * Channels + c) * outHeight + i) * outWidth + j;
            for (int row = Math.Max(top, 0); row < bottom; row++)
            {
                for (int column = Math.Max(left, 0); column < right; column++)
                {
                    int at = ((n * Channels + c) * height + row) * width + column;
                    expected[output] += picture[at] / (double)divisor(i, j);
                    expectedDx[at] += gradient[output] / (double)divisor(i, j);
                }
            }
        });
        float[] y = PicturesTests.Garbage(Count * yLayout.SampleStride), dx = PicturesTests.Garbage(Count * xLayout.SampleStride);
        forward(Inside(picture, xLayout), xLayout, y, yLayout);
        backward(Inside(gradient, yLayout), yLayout, dx, xLayout);
        Sweep.AssertClose(expected, Outside(y, yLayout), 1e-6);
        Sweep.AssertClose(expectedDx, Outside(dx, xLayout), 1e-6);
        AssertZeroBorder(dx, xLayout);
    }

    private static void ForEachOutput(int height, int width, Action<int, int, int, int> action)
    {
        for (int n = 0; n < Count; n++)
        {
            for (int c = 0; c < Channels; c++)
            {
                for (int i = 0; i < height; i++)
                {
                    for (int j = 0; j < width; j++) action(n, c, i, j);
                }
            }
        }
    }

    private static float[] Inside(float[] picture, PictureLayout layout)
    {
        float[] result = new float[Count * layout.SampleStride];
        Pictures.FromChannelsFirst(picture, result, Count, Channels, layout);
        return result;
    }

    private static float[] Outside(float[] values, PictureLayout layout)
    {
        float[] result = new float[Count * Channels * layout.Height * layout.Width];
        Pictures.ToChannelsFirst(values, result, Count, Channels, layout);
        return result;
    }

    private static void AssertZeroBorder(float[] values, PictureLayout layout)
    {
        float[] cleared = [.. values];
        if (layout.Border > 0) Pictures.ClearBorder(cleared, Count, layout.Height, layout.Width, layout.PixelStride, layout.Border);
        Assert.Equal(cleared, values);
    }
}
