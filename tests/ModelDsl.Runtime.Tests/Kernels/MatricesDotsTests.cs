using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class MatricesDotsTests
{
    private const int Stride = 16;

    /// <summary>Rows in and beside groups of four, outputs in and beside groups of four.</summary>
    [Theory]
    [InlineData(1, 1, 16, true, false)]
    [InlineData(3, 2, 64, true, false)]
    [InlineData(9, 5, 48, true, true)]
    [InlineData(8, 4, 16, false, false)]
    [InlineData(6, 7, 784, false, true)]
    [InlineData(9, 3, 999, true, false)]
    [InlineData(5, 5, 21, true, true)]
    [InlineData(6, 1, 3, false, false)]
    public void Dots_AnySize_AreProductsOfRows(int rows, int outputs, int length, bool hasBias, bool clampsAtZero)
    {
        int strideX = length + 16;
        float[] x = Sweep.Random(rows * strideX, seed: 1), weight = Sweep.Random(outputs * length, seed: 2), bias = hasBias ? Sweep.Random(outputs, seed: 3) : [];
        float[] y = PicturesTests.Garbage(rows * Stride);
        double[] expected = new double[y.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < outputs; i++)
            {
                double sum = hasBias ? bias[i] : 0;
                for (int k = 0; k < length; k++) sum += (double)x[row * strideX + k] * weight[i * length + k];
                expected[row * Stride + i] = clampsAtZero ? Math.Max(sum, 0) : sum;
            }
        }
        Matrices.Dots(x, strideX, weight, bias, y, Stride, outputs, length, clampsAtZero);
        Sweep.AssertClose(expected, y, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Dots_NaN_StaysThroughReLU(int rows)
    {
        float[] x = Sweep.Random(rows * Stride, seed: 1), y = new float[rows * Stride];
        x[3] = float.NaN;
        Matrices.Dots(x, Stride, Sweep.Random(Stride, seed: 2), [], y, Stride, outputs: 1, Stride, clampsAtZero: true);
        Assert.True(float.IsNaN(y[0]));
    }
}
