using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

public class MatMulTests
{
    [Theory]
    [InlineData(null, new[] { 2, 3 }, null, new[] { 3, 5 }, new[] { 2, 5 })]
    [InlineData(3, new[] { 2, 3 }, null, new[] { 3, 5 }, new[] { 2, 5 })]
    [InlineData(null, new[] { 1, 3 }, 4, new[] { 3, 1 }, new[] { 1, 1 })]
    [InlineData(2, new[] { 3 }, 2, new[] { 3 }, new int[0])]
    [InlineData(2, new[] { 3 }, null, new[] { 3, 5 }, new[] { 5 })]
    [InlineData(null, new[] { 2, 3 }, 2, new[] { 3 }, new[] { 2 })]
    [InlineData(2, new[] { 4, 2, 3 }, 2, new[] { 4, 3, 5 }, new[] { 4, 2, 5 })]
    [InlineData(1, new[] { 4, 2, 3 }, 1, new[] { 3, 5 }, new[] { 4, 2, 5 })]
    [InlineData(2, new[] { 4, 1, 2, 3 }, null, new[] { 3, 3, 2 }, new[] { 4, 3, 2, 2 })]
    [InlineData(null, new[] { 3 }, 2, new[] { 4, 3, 2 }, new[] { 4, 2 })]
    [InlineData(2, new[] { 4, 2, 3 }, null, new[] { 3 }, new[] { 4, 2 })]
    public void MatMul_VectorsMatricesAndBatches_AreSumsOfProducts(int? samplesA, int[] shapeA, int? samplesB, int[] shapeB, int[] shape)
    {
        Tensor a = Draw.Values(new Random(1), samplesA, shapeA), b = Draw.Values(new Random(2), samplesB, shapeB);

        Tensor y = MatMul(a, b);

        Assert.Equal(shape, y.Shape);
        Assert.Equal(samplesA ?? samplesB, y.Samples);
        double[] expected = Plain(a, b);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], y.Values[i], 1e-12);
        Assert.Equal(y.ToArray(), a.MatMul(b).ToArray());
        FiniteDifferences.Check(inputs => MatMul(inputs[0], inputs[1]), a, b);
    }

    /// <summary>The same by broadcasting: rows [.., M, K, 1] times columns [.., 1, K, N], summed over K.</summary>
    private static double[] Plain(Tensor a, Tensor b)
    {
        Tensor rows = Unsqueeze(a.Shape.Length == 1 ? Unsqueeze(a, 0) : a, -1);
        Tensor columns = Unsqueeze(b.Shape.Length == 1 ? Unsqueeze(b, 1) : b, -3);
        return Sum(rows * columns, -2).Values.ToArray();
    }
}
