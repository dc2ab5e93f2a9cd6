using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class NormalizationTests
{
    private const float Eps = 1e-5f;

    /// <summary>Three pieces of a batch, a mean far from zero: statistics, output and gradients against two-pass sums in double.</summary>
    [Theory]
    [InlineData(1, 1, 7, 0)]
    [InlineData(5, 3, 19, 0)]
    [InlineData(4, 6, 16, 1)]
    public void BatchNorm_SeveralPieces_AgreesWithDouble(int height, int width, int channels, int border)
    {
        int[] pieces = [4, 4, 3];
        int stride = (channels + 15) / 16 * 16, samples = pieces.Sum(), pixels = height * width;
        PictureLayout xLayout = new(height, width, stride, border), plain = new(height, width, stride);
        float[] picture = [.. Sweep.Random(samples * channels * pixels, seed: 1).Select(v => v + 100)];
        float[] gradient = Sweep.Random(picture.Length, seed: 2), weight = Sweep.Random(channels, seed: 3), bias = Sweep.Random(channels, seed: 4);
        float[] x = Inside(picture, samples, channels, xLayout), dy = Inside(gradient, samples, channels, plain);
        float[] moments = PicturesTests.Garbage(4 * stride), coefficients = PicturesTests.Garbage(4 * stride), partial = PicturesTests.Garbage(2 * stride);

        ForEachPiece((first, count) =>
        {
            BatchNorm.Statistics(x.AsSpan(first * xLayout.SampleStride), xLayout, count, partial);
            BatchNorm.Merge(partial, count * (long)pixels, first * (long)pixels, moments);
        });
        BatchNorm.Finish(moments, samples * (long)pixels, weight, bias, channels, Eps, coefficients);
        float[] mean = [.. Enumerable.Repeat(1f, channels)], variance = [.. Enumerable.Repeat(2f, channels)], tracked = [4];
        BatchNorm.UpdateRunning(moments, samples * (long)pixels, 0.25f, mean, variance, tracked);
        float[] y = PicturesTests.Garbage(samples * plain.SampleStride), dx = PicturesTests.Garbage(samples * xLayout.SampleStride);
        BatchNorm.Normalize(x, xLayout, y, plain, samples, coefficients);

        float[] sums = new float[4 * stride], factors = PicturesTests.Garbage(2 * stride), weightGradient = new float[channels], biasGradient = new float[channels];
        ForEachPiece((first, count) =>
        {
            BatchNorm.GradientSums(dy.AsSpan(first * plain.SampleStride), plain, x.AsSpan(first * xLayout.SampleStride), xLayout, count, coefficients, partial);
            Reductions.Accumulate(partial, sums);
        });
        BatchNorm.GradientFactors(sums, samples * (long)pixels, coefficients, factors);
        Reductions.Store(sums, 0, biasGradient);
        Reductions.Store(sums, stride, weightGradient);
        BatchNorm.InputGradient(dy, plain, x, xLayout, dx, xLayout, samples, coefficients, factors);

        float[] yPicture = Outside(y, samples, channels, plain), dxPicture = Outside(dx, samples, channels, xLayout);
        Assert.Equal(5, tracked[0]);
        for (int c = 0; c < channels; c++)
        {
            int[] own = [.. Enumerable.Range(0, picture.Length).Where(i => i / pixels % channels == c)];
            (double[] expected, double[] expectedDx, double expectedDw, double expectedDb, double m, double v) = Reference(At(picture), At(gradient), _ => weight[c], _ => bias[c]);
            Sweep.AssertClose(expected, At(yPicture), 2e-5);
            Sweep.AssertClose(expectedDx, At(dxPicture), 5e-5);
            Sweep.AssertClose([expectedDw, expectedDb], [weightGradient[c], biasGradient[c]], 1e-4);
            Sweep.AssertClose([0.75 + 0.25 * m, 1.5 + 0.25 * v * own.Length / (own.Length - 1)], [mean[c], variance[c]], 1e-5);

            float[] At(float[] values) => [.. own.Select(i => values[i])];
        }

        void ForEachPiece(Action<int, int> action)
        {
            int first = 0;
            foreach (int count in pieces)
            {
                action(first, count);
                first += count;
            }
        }
    }

    /// <summary>With ReLU inside, the same numbers as with ReLU and its gradient as steps of their own.</summary>
    [Fact]
    public void BatchNorm_ClampedAtZero_IsBatchNormAndReLU()
    {
        const int Channels = 19, Stride = 32, Samples = 3;
        PictureLayout layout = new(4, 5, Stride, 1);
        float[] x = Inside(Sweep.Random(Samples * Channels * 20, seed: 5), Samples, Channels, layout), dy = Inside(Sweep.Random(Samples * Channels * 20, seed: 6), Samples, Channels, layout);
        float[] coefficients = new float[4 * Stride], factors = Sweep.Random(2 * Stride, seed: 7);
        BatchNorm.FromRunning(Sweep.Random(Channels, seed: 8), [.. Sweep.Random(Channels, seed: 9).Select(v => v * v)], Sweep.Random(Channels, seed: 10), Sweep.Random(Channels, seed: 11), Eps, coefficients);

        float[] y = new float[x.Length], clamped = new float[x.Length], masked = new float[x.Length];
        BatchNorm.Normalize(x, layout, y, layout, Samples, coefficients);
        Activations.ReLU(y, y);
        BatchNorm.Normalize(x, layout, clamped, layout, Samples, coefficients, clampsAtZero: true);
        Assert.Equal(y, clamped);

        Activations.ReLUGradient(y, dy, masked);
        float[] sums = new float[2 * Stride], clampedSums = new float[2 * Stride], dx = new float[x.Length], clampedDx = new float[x.Length];
        BatchNorm.GradientSums(masked, layout, x, layout, Samples, coefficients, sums);
        BatchNorm.GradientSums(dy, layout, x, layout, Samples, coefficients, clampedSums, clampsAtZero: true);
        Assert.Equal(sums, clampedSums);
        BatchNorm.InputGradient(masked, layout, x, layout, dx, layout, Samples, coefficients, factors);
        BatchNorm.InputGradient(dy, layout, x, layout, clampedDx, layout, Samples, coefficients, factors, clampsAtZero: true);
        Assert.Equal(dx, clampedDx);
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(1e7f)]
    [InlineData(-3e-30f)]
    public void BatchNorm_OfEqualNumbers_HasTheirMeanAndNoVariance(float value)
    {
        PictureLayout layout = new(3, 7, 16);
        float[] x = new float[5 * layout.SampleStride], partial = new float[32];
        Array.Fill(x, value);
        BatchNorm.Statistics(x, layout, 5, partial);
        Assert.All(partial[..16], mean => Assert.Equal(value, mean));
        Assert.All(partial[16..], squares => Assert.Equal(0, squares));
    }

    [Fact]
    public void BatchNorm_FromRunning_UsesRunningStatistics()
    {
        float[] coefficients = new float[64], y = new float[16];
        BatchNorm.FromRunning([2, 3], [4, 0.25f], [], [], 0, coefficients);
        PictureLayout layout = new(1, 1, 16);
        BatchNorm.Normalize(new float[16], layout, y, layout, 1, coefficients);
        Assert.Equal([-1, -6, 0], y[..3]);
    }

    [Fact]
    public void BatchNorm_OneValuePerChannel_Throws()
        => Assert.Throws<InvalidOperationException>(() => BatchNorm.Finish(new float[64], 1, [], [], 3, Eps, new float[64]));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 16)]
    [InlineData(100, 112)]
    public void LayerNorm_OddRows_AgreesWithDouble(int channels, int stride)
    {
        const int Rows = 5;
        float[] x = Sweep.Random(Rows * stride, seed: 5), dy = Sweep.Random(x.Length, seed: 6), weight = Sweep.Random(channels, seed: 7), bias = Sweep.Random(channels, seed: 8);
        float[] y = PicturesTests.Garbage(x.Length), dx = [.. dy], dw = new float[channels], db = new float[channels];
        LayerNorm.Rows(x, y, weight, bias, channels, stride, 0.01f);
        LayerNorm.RowsGradient(x, dx, weight, dx, dw, db, channels, stride, 0.01f);
        double[] expectedDw = new double[channels], expectedDb = new double[channels];
        for (int row = 0; row < Rows; row++)
        {
            float[] xRow = x.AsSpan(row * stride, channels).ToArray(), dyRow = dy.AsSpan(row * stride, channels).ToArray();
            (double[] expected, double[] expectedDx, _, _, double mean, double variance) = Reference(xRow, dyRow, i => weight[i], i => bias[i], 0.01f);
            Sweep.AssertClose(expected, y.AsSpan(row * stride, channels), 3e-6);
            Sweep.AssertClose(expectedDx, dx.AsSpan(row * stride, channels), 2e-5);
            Assert.All(y[(row * stride + channels)..((row + 1) * stride)], pad => Assert.Equal(0, pad));
            for (int i = 0; i < channels; i++)
            {
                expectedDw[i] += dyRow[i] * (xRow[i] - mean) / Math.Sqrt(variance + 0.01f);
                expectedDb[i] += dyRow[i];
            }
        }
        Sweep.AssertClose(expectedDw, dw, 5e-6);
        Sweep.AssertClose(expectedDb, db, 5e-6);
    }

    [Fact]
    public void LayerNorm_WithoutAffine_OnlyNormalizes()
    {
        float[] y = new float[2];
        LayerNorm.Rows([1, 3], y, [], [], 2, 2, 0);
        Assert.Equal([-1, 1], y);
    }

    private static (double[] Y, double[] Dx, double Dw, double Db, double Mean, double Variance) Reference(
        float[] x, float[] dy, Func<int, double> weight, Func<int, double> bias, float eps = Eps)
    {
        double mean = x.Average(v => (double)v), variance = x.Average(v => (v - mean) * (v - mean)), inverse = 1 / Math.Sqrt(variance + eps);
        double[] normalized = [.. x.Select(v => (v - mean) * inverse)], g = [.. dy.Select((d, i) => d * weight(i))];
        double gMean = g.Average(), gxMean = g.Zip(normalized, (a, b) => a * b).Average();
        return (
            [.. normalized.Select((v, i) => v * weight(i) + bias(i))],
            [.. g.Zip(normalized, (a, b) => inverse * (a - gMean - b * gxMean))],
            dy.Zip(normalized, (a, b) => a * b).Sum(), dy.Sum(v => (double)v), mean, variance);
    }

    private static float[] Inside(float[] picture, int samples, int channels, PictureLayout layout)
    {
        float[] result = new float[samples * layout.SampleStride];
        Pictures.FromChannelsFirst(picture, result, samples, channels, layout);
        return result;
    }

    private static float[] Outside(float[] values, int samples, int channels, PictureLayout layout)
    {
        float[] result = new float[samples * channels * layout.Height * layout.Width];
        Pictures.ToChannelsFirst(values, result, samples, channels, layout);
        return result;
    }
}
