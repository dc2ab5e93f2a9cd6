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

    [Theory]
    [InlineData(0, 5, 7)]
    [InlineData(1, 5, 7)]
    [InlineData(33, 16, 16)]
    [InlineData(100, 37, 48)]
    [InlineData(1000, 3, 3)]
    public void AddRows_AnyNumberOfRows_AddsThemToTheSums(int rows, int columns, int stride)
    {
        float[] x = Sweep.Random(rows * stride, seed: 4), sums = Sweep.Random(columns, seed: 5);
        double[] expected = new double[columns];
        for (int c = 0; c < columns; c++)
        {
            expected[c] = sums[c];
            for (int row = 0; row < rows; row++) expected[c] += x[row * stride + c];
        }
        Reductions.AddRows(x, rows, stride, sums);
        Sweep.AssertClose(expected, sums, 1e-5);
    }

    [Fact]
    public void AddRows_ManyRowsOfOneSign_KeepsTheLastDigits()
    {
        // One by one, a float would be off by some 10⁻⁴ at the end.
        const int Rows = 1 << 20;
        float[] x = new float[Rows * 2], sums = new float[2];
        for (int i = 0; i < x.Length; i++) x[i] = 0.1f + i % 2;
        Reductions.AddRows(x, Rows, stride: 2, sums);
        Assert.Equal(0.1f * (double)Rows, sums[0], Rows * 1e-6);
        Assert.Equal(1.1f * (double)Rows, sums[1], Rows * 1e-6);
        Assert.Equal(Rows * (0.1f + (double)1.1f), Reductions.Sum(x), Rows * 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    public void Extremes_OfARun_FindItWhereverItIs(int length)
    {
        float[] x = Sweep.Random(length, seed: 6);
        for (int at = 0; at < length; at++)
        {
            float[] high = [.. x], low = [.. x], none = [.. x];
            (high[at], low[at], none[at]) = (9, -9, float.NaN);
            Assert.Equal(9, Reductions.Max(high));
            Assert.Equal(-9, Reductions.Min(low));
            Assert.True(float.IsNaN(Reductions.Max(none)) && float.IsNaN(Reductions.Min(none)));
            Assert.Equal(at, Reductions.IndexOfMax(high, stride: 1, length));
            Assert.Equal(at, Reductions.IndexOfMax(none, stride: 1, length));
        }
    }

    [Fact]
    public void Extremes_OfRows_AreThoseOfEachColumn()
    {
        float[] x = [1, -2, 3, 0, -4, 5, 7, 8, float.NaN], greatest = [2, 2, 2], smallest = [0, 0, 0];
        Reductions.MaxRows(x, rows: 3, stride: 3, greatest);
        Reductions.MinRows(x, rows: 3, stride: 3, smallest);
        Assert.Equal([7, 8, float.NaN], greatest);
        Assert.Equal([0, -4, float.NaN], smallest);
    }

    [Fact]
    public void IndexOfMax_OfEqualValues_IsTheFirst() => Assert.Equal(1, Reductions.IndexOfMax([1, 9, 3, 9, 3, 9, 3], stride: 1, count: 7));

    [Fact]
    public void StoreAtFirst_OfEqualValues_GoesByTheDeclaredOrder()
    {
        // Columns lie as neighbours, rows are the first dimension: (0, 1) comes before (1, 0).
        float[] x = [0, 5, 5, 0], y = new float[4];
        Reductions.StoreAtFirst(2, 5, x, [2, 1], y, [2, 1], sizes: [2, 2]);
        Assert.Equal([0, 2, 0, 0], y);
        y = new float[4];
        Reductions.StoreAtFirst(2, 5, x, [1, 2], y, [1, 2], sizes: [2, 2]);
        Assert.Equal([0, 0, 2, 0], y);
        y = new float[4];
        Reductions.StoreAtFirst(2, float.NaN, [0, float.NaN, 1, float.NaN], [1], y, [1], sizes: [4]);
        Assert.Equal([0, 2, 0, 0], y);
    }

    [Fact]
    public void Strided_GatherAndScatter_AreOppositeWays()
    {
        float[] x = Sweep.Random(20, seed: 7), run = new float[5], y = new float[20];
        Strided.Gather(x.AsSpan(1), stride: 4, run);
        Assert.Equal([x[1], x[5], x[9], x[13], x[17]], run);
        Strided.Scatter(run, y.AsSpan(1), stride: 4);
        Assert.Equal(x.Select((value, i) => i % 4 == 1 ? value : 0), y);
        Strided.Gather(x, stride: 0, run);
        Assert.All(run, value => Assert.Equal(x[0], value));
    }
}
