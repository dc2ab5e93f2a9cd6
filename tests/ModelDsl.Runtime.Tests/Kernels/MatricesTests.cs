using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public class MatricesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(8, 8)]
    [InlineData(7, 17)]
    [InlineData(24, 13)]
    [InlineData(33, 40)]
    public void Transpose_OfAnySize_ExchangesRowsAndColumnsAndTouchesNothingElse(int rows, int columns)
    {
        int sourceStride = columns + 3, targetStride = rows + 2;
        float[] source = [.. Enumerable.Range(0, (rows - 1) * sourceStride + columns).Select(i => (float)i)];
        float[] target = new float[(columns - 1) * targetStride + rows + 5];
        Array.Fill(target, -1);
        Matrices.Transpose(source, sourceStride, target, targetStride, rows, columns);
        for (int i = 0; i < target.Length; i++)
        {
            (int column, int row) = (i / targetStride, i % targetStride);
            Assert.Equal(row < rows && column < columns ? row * sourceStride + column : -1, target[i]);
        }
    }

    [Fact]
    public void Transpose_SpanTooShort_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrices.Transpose(new float[5], 3, new float[6], 2, rows: 2, columns: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrices.Transpose(new float[6], 3, new float[5], 2, rows: 2, columns: 3));
    }
}
