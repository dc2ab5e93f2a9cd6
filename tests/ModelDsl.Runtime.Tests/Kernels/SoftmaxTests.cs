using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class SoftmaxTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(10, 10)]
    [InlineData(10, 16)]
    [InlineData(16, 16)]
    [InlineData(133, 144)]
    public void Rows_AnyLength_AgreeWithDouble(int channels, int stride)
    {
        float[] x = Sweep.Random(5 * stride, seed: 1, bound: 20), dy = Sweep.Random(5 * stride, seed: 2);
        float[] y = PicturesTests.Garbage(x.Length), log = PicturesTests.Garbage(x.Length), dx = [.. dy], dxOfLog = [.. dy];
        Softmax.Rows(x, y, channels, stride);
        LogSoftmax.Rows(x, log, channels, stride);
        Softmax.RowsGradient(y, dx, dx, channels, stride);
        LogSoftmax.RowsGradient(log, dxOfLog, dxOfLog, channels, stride);
        for (int row = 0; row < 5; row++)
        {
            int at = row * stride;
            (double[] p, double[] l, double[] dp, double[] dl) = Reference(x.AsSpan(at, channels).ToArray(), dy.AsSpan(at, channels).ToArray());
            Sweep.AssertClose(p, y.AsSpan(at, channels), 1e-6);
            Sweep.AssertClose(l, log.AsSpan(at, channels), 1e-6);
            Sweep.AssertClose(dp, dx.AsSpan(at, channels), 2e-6);
            Sweep.AssertClose(dl, dxOfLog.AsSpan(at, channels), 1e-5);
            foreach (float[] values in new[] { y, log, dx, dxOfLog }) Assert.All(values[(at + channels)..(at + stride)], pad => Assert.Equal(0, pad));
        }
    }

    [Theory]
    [InlineData(3, 16)]
    [InlineData(7, 21)]
    public void Columns_AnyWidth_AgreeWithDouble(int n, int columns)
    {
        int xStride = columns + 3, yStride = columns + 1;
        float[] x = Sweep.Random(n * xStride, seed: 3, bound: 9), dy = Sweep.Random(n * xStride, seed: 4);
        float[] y = new float[n * yStride], log = new float[n * yStride], dx = new float[n * xStride], dxOfLog = new float[n * xStride];
        Softmax.Columns(x, y, n, xStride, yStride, columns);
        LogSoftmax.Columns(x, log, n, xStride, yStride, columns);
        Softmax.ColumnsGradient(y, dy, dx, n, yStride, xStride, xStride, columns);
        LogSoftmax.ColumnsGradient(log, dy, dxOfLog, n, yStride, xStride, xStride, columns);
        for (int c = 0; c < columns; c++)
        {
            (double[] p, double[] l, double[] dp, double[] dl) = Reference(Column(x, xStride), Column(dy, xStride));
            Sweep.AssertClose(p, Column(y, yStride), 1e-6);
            Sweep.AssertClose(l, Column(log, yStride), 1e-6);
            Sweep.AssertClose(dp, Column(dx, xStride), 2e-6);
            Sweep.AssertClose(dl, Column(dxOfLog, xStride), 1e-5);

            float[] Column(float[] values, int stride) => [.. Enumerable.Range(0, n).Select(i => values[i * stride + c])];
        }
    }

    [Fact]
    public void Rows_LargeValues_DoNotOverflow()
    {
        float[] y = new float[3];
        Softmax.Rows([1e30f, 1e30f, -1e30f], y, 3, 3);
        Assert.Equal([0.5f, 0.5f, 0], y);
    }

    [Fact]
    public void Rows_NaN_SpoilsItsRowAlone()
    {
        float[] y = new float[4];
        Softmax.Rows([float.NaN, 1, 2, 2], y, 2, 2);
        Assert.Equal([float.NaN, float.NaN, 0.5f, 0.5f], y);
    }

    private static (double[] P, double[] Log, double[] Dp, double[] DLog) Reference(float[] x, float[] dy)
    {
        double max = x.Max(), sum = x.Sum(v => Math.Exp(v - max)), dySum = dy.Sum(v => (double)v);
        double[] log = [.. x.Select(v => v - max - Math.Log(sum))], p = [.. log.Select(Math.Exp)];
        double dot = p.Zip(dy, (a, b) => a * b).Sum();
        return (p, log, [.. p.Zip(dy, (a, b) => a * (b - dot))], [.. p.Zip(dy, (a, b) => b - a * dySum)]);
    }
}
