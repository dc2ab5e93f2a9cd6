using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class ReductionsTests
{
    [Theory]
    [InlineData(1, 1, 0, 48, 3)]
    [InlineData(1, 1, 0, 80, 33)]
    [InlineData(1, 1, 1, 64, 3)]
    [InlineData(7, 5, 0, 48, 3)]
    [InlineData(6, 9, 1, 48, 3)]
    public void SumPixels_AnyLayout_IgnoresTheBorder(int height, int width, int border, int channels, int samples)
    {
        PictureLayout layout = new(height, width, channels, border);
        float[] picture = Sweep.Random(samples * channels * height * width, seed: 1), x = PicturesTests.Garbage(samples * layout.SampleStride), sums = new float[channels];
        float[] inside = new float[x.Length];
        Pictures.FromChannelsFirst(picture, inside, samples, channels, layout);
        Pictures.Copy(inside, layout, x, layout, samples);
        Reductions.SumPixels(x, layout, samples, sums);
        double[] expected = new double[channels];
        for (int i = 0; i < picture.Length; i++) expected[i / (height * width) % channels] += picture[i];
        Sweep.AssertClose(expected, sums, 1e-5);
    }

    [Fact]
    public void Accumulate_ManyPieces_AddsInDouble()
    {
        float[] sums = new float[6], result = new float[2];
        float[] partial = [1e-8f, 1, 0.25f];
        Reductions.Accumulate([1, 2, 0], sums);
        for (int i = 0; i < 1_000_000; i++) Reductions.Accumulate(partial, sums);
        Reductions.Store(sums, 0, result);
        Assert.Equal([1.01f, 1_000_002f], result);
        Reductions.Store(sums, 1, result);
        Assert.Equal([1_000_002f, 250_000f], result);
    }

    [Fact]
    public void Elementwise_OddLengths_ComputeEveryValue()
    {
        float[] a = Sweep.Random(37, seed: 2), b = Sweep.Random(37, seed: 3), y = new float[37];
        Elementwise.Add(a, b, y);
        Assert.Equal(a.Zip(b, (p, q) => p + q), y);
        Elementwise.Multiply(a, b, y);
        Assert.Equal(a.Zip(b, (p, q) => p * q), y);
        Elementwise.Scale(a, y, 3);
        Assert.Equal(a.Select(p => 3 * p), y);
        Elementwise.Copy(b, y);
        Assert.Equal(b, y);
    }
}
