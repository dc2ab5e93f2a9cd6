using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class ConvolutionTests
{
    private const int Count = 2;

    /// <summary>Height, width; kernel, stride, padding, dilation: taps that meet few pixels or none, kernels of one to seven taps.</summary>
    [Theory]
    [InlineData(8, 8, 3, 1, 1, 1)]
    [InlineData(7, 9, 3, 2, 1, 1)]
    [InlineData(5, 6, 1, 1, 0, 1)]
    [InlineData(9, 7, 2, 2, 0, 1)]
    [InlineData(6, 5, 4, 1, 2, 1)]
    [InlineData(9, 11, 5, 3, 2, 1)]
    [InlineData(11, 10, 3, 1, 4, 3)]
    [InlineData(1, 1, 3, 1, 1, 1)]
    [InlineData(2, 1, 7, 1, 3, 1)]
    [InlineData(12, 13, 7, 2, 3, 1)]
    [InlineData(3, 3, 3, 1, 6, 5)]
    public void DepthwiseConv2d_AnyKernel_AgreesWithDouble(int height, int width, int kernel, int stride, int padding, int dilation)
    {
        const int Channels = 19, PixelStride = 32;
        int outHeight = OutputSize(height), outWidth = OutputSize(width);
        PictureLayout xLayout = new(height, width, PixelStride, 1), yLayout = new(outHeight, outWidth, PixelStride, 2);
        PoolingWindow window = new(kernel, kernel, stride, stride, padding, padding, dilation, dilation);
        float[] x = Sweep.Random(Count * Channels * height * width, seed: 1), dy = Sweep.Random(Count * Channels * outHeight * outWidth, seed: 2);
        float[] weight = Sweep.Random(Channels * kernel * kernel, seed: 3), bias = new float[PixelStride], packed = new float[kernel * kernel * PixelStride];
        Sweep.Random(Channels, seed: 4).CopyTo(bias, 0);
        Packing.DepthwiseForward(weight, packed, Channels, kernel * kernel);

        double[] y = new double[dy.Length], dx = new double[x.Length], dweight = new double[weight.Length];
        for (int output = 0; output < y.Length; output++)
        {
            (int plane, int i, int j) = (output / (outHeight * outWidth), output / outWidth % outHeight, output % outWidth);
            y[output] = bias[plane % Channels];
            for (int tap = 0; tap < kernel * kernel; tap++)
            {
                (int row, int column) = (i * stride - padding + tap / kernel * dilation, j * stride - padding + tap % kernel * dilation);
                if (row < 0 || column < 0 || row >= height || column >= width) continue;
                (int at, int w) = ((plane * height + row) * width + column, plane % Channels * kernel * kernel + tap);
                y[output] += (double)x[at] * weight[w];
                dx[at] += (double)dy[output] * weight[w];
                dweight[w] += (double)dy[output] * x[at];
            }
        }

        float[] xInside = Inside(x, xLayout, Channels), dyInside = Inside(dy, yLayout, Channels);
        float[] actual = PicturesTests.Garbage(Count * yLayout.SampleStride), gradient = PicturesTests.Garbage(Count * xLayout.SampleStride), sums = new float[packed.Length];
        DepthwiseConv2d.Forward(xInside, xLayout, packed, bias, actual, yLayout, window, Count);
        DepthwiseConv2d.InputGradient(dyInside, yLayout, packed, gradient, xLayout, window, Count);
        DepthwiseConv2d.WeightGradient(xInside, xLayout, dyInside, yLayout, sums, window, Count);
        float[] weightGradient = new float[weight.Length];
        Packing.DepthwiseGradient(sums, weightGradient, 1, Channels, kernel * kernel);
        Sweep.AssertClose(y, Outside(actual, yLayout, Channels), 1e-5);
        Sweep.AssertClose(dx, Outside(gradient, xLayout, Channels), 1e-5);
        Sweep.AssertClose(dweight, weightGradient, 2e-5);

        int OutputSize(int size) => (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }

    /// <summary>The bound that <see cref="Winograd"/> states, of the greatest output: numbers of all sizes, as many channels as its sums have in practice.</summary>
    [Theory]
    [InlineData(4, 32, 16, 1, 1f)]
    [InlineData(4, 256, 33, 0, 1f)]
    [InlineData(4, 64, 32, 2, 1e-10f)]
    [InlineData(4, 64, 48, 1, 1e10f)]
    [InlineData(6, 32, 16, 1, 1f)]
    [InlineData(6, 256, 33, 0, 1f)]
    [InlineData(6, 64, 32, 2, 1e-10f)]
    [InlineData(6, 64, 48, 1, 1e10f)]
    [InlineData(3, 32, 16, 1, 1f)]
    [InlineData(3, 256, 33, 0, 1f)]
    [InlineData(3, 64, 32, 2, 1e-10f)]
    [InlineData(3, 64, 48, 1, 1e10f)]
    public void Winograd_OfRandomPictures_StaysWithinItsBound(int side, int inputs, int outputs, int padding, float size)
    {
        const int Height = 9, Width = 10, Taps = 9, Panel = 32;
        int outHeight = Height + 2 * padding - 2, outWidth = Width + 2 * padding - 2, down = (outHeight + side - 1) / side, across = (outWidth + side - 1) / side, tiles = down * across;
        int elements = (side + 2) * (side + 2);
        int rounded = (outputs + 15) / 16 * 16, element = Winograd.TilesAtATime * inputs + 16;
        PictureLayout xLayout = new(Height, Width, inputs), yLayout = new(outHeight, outWidth, rounded);
        float[] x = Sweep.Random(inputs * Height * Width, seed: 1, bound: size), weight = Sweep.Random(outputs * inputs * Taps, seed: 2);
        float[] inside = new float[xLayout.SampleStride], y = PicturesTests.Garbage(yLayout.SampleStride);
        Pictures.FromChannelsFirst(x, inside, 1, inputs, xLayout);
        float[] packed = new float[elements * (inputs * rounded + 16 * ((rounded + Panel - 1) / Panel))], patches = new float[elements * element];
        Winograd.PackWeights(side, weight, packed, outputs, inputs, isBackward: false, 0, rounded / 16);
        Winograd.TransformPatches(side, inside, xLayout, down, across, padding, 0, inputs, 0, tiles, patches, inputs);
        for (int panel = 0; panel * Panel < rounded; panel++)
        {
            int columns = Math.Min(Panel, rounded - panel * Panel), matrix = inputs * columns + 16, productElement = Winograd.TilesAtATime * columns + 16;
            float[] products = new float[elements * productElement];
            int weights = panel * elements * (inputs * Panel + 16);
            for (int i = 0; i < elements; i++)
            {
                for (int tile = 0; tile < tiles; tile++)
                {
                    for (int column = 0; column < columns; column++)
                    {
                        float sum = 0;
                        for (int channel = 0; channel < inputs; channel++)
                            sum = MathF.FusedMultiplyAdd(patches[i * element + tile * inputs + channel], packed[weights + i * matrix + channel * columns + column], sum);
                        products[i * productElement + tile * columns + column] = sum;
                    }
                }
            }
            Winograd.TransformProducts(side, products, y, yLayout, down, across, panel * Panel, Math.Min(columns, outputs - panel * Panel), columns, 0, tiles, [], clampsAtZero: false);
        }
        float[] actual = new float[outputs * outHeight * outWidth];
        Pictures.ToChannelsFirst(y, actual, 1, outputs, yLayout);

        double worst = 0, largest = 0;
        for (int output = 0; output < actual.Length; output++)
        {
            (int plane, int i, int j) = (output / (outHeight * outWidth), output / outWidth % outHeight, output % outWidth);
            double sum = 0;
            for (int channel = 0; channel < inputs; channel++)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    (int row, int column) = (i - padding + tap / 3, j - padding + tap % 3);
                    if (row >= 0 && column >= 0 && row < Height && column < Width)
                        sum += (double)x[(channel * Height + row) * Width + column] * weight[(plane * inputs + channel) * Taps + tap];
                }
            }
            worst = Math.Max(worst, Math.Abs(sum - actual[output]));
            largest = Math.Max(largest, Math.Abs(sum));
        }
        Assert.InRange(worst / largest, 0, 2e-5);
    }

    private static float[] Inside(float[] picture, PictureLayout layout, int channels)
    {
        float[] result = new float[Count * layout.SampleStride];
        Pictures.FromChannelsFirst(picture, result, Count, channels, layout);
        return result;
    }

    private static float[] Outside(float[] memory, PictureLayout layout, int channels)
    {
        float[] result = new float[Count * channels * layout.Height * layout.Width];
        Pictures.ToChannelsFirst(memory, result, Count, channels, layout);
        return result;
    }
}
