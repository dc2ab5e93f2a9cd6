using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

public class SoftmaxFunctionTests
{
    [Theory]
    [InlineData(3, new[] { 5 }, -1)]
    [InlineData(null, new[] { 5 }, 0)]
    [InlineData(2, new[] { 3, 4 }, 0)]
    [InlineData(2, new[] { 3, 4 }, 1)]
    [InlineData(1, new[] { 2, 3, 5 }, -2)]
    public void Softmax_AlongDimension_IsExponentialsOverTheirSum(int? samples, int[] shape, int dim)
    {
        Tensor x = Draw.Values(new Random(1), samples, shape);

        Tensor y = Softmax(x, dim), log = LogSoftmax(x, dim);

        Tensor expected = Exp(x) / Sum(Exp(x), dim, keepDim: true);
        for (int i = 0; i < y.Values.Length; i++)
        {
            Assert.Equal(expected.Values[i], y.Values[i], 1e-12);
            Assert.Equal(Math.Log(expected.Values[i]), log.Values[i], 1e-12);
        }
        FiniteDifferences.Check(inputs => Softmax(inputs[0], dim), x);
        FiniteDifferences.Check(inputs => LogSoftmax(inputs[0], dim), x);
    }

    [Fact]
    public void Softmax_OfLargeScores_StaysFinite()
    {
        Assert.Equal([0, 1, 0], Softmax(Tensor.From([-1000, 1000, 0], 3)).ToArray());
        Assert.Equal([-2000, 0, -1000], LogSoftmax(Tensor.From([-1000, 1000, 0], 3)).ToArray());
        Assert.Equal([0.5f, 0, 0.5f], Softmax(Tensor.From([1, float.NegativeInfinity, 1], 3)).ToArray());
    }
}
