namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Literal prints of PyTorch.</summary>
public class TensorPrintingTests
{
    [Theory]
    [InlineData(new float[] { 1, 2, 3 }, "tensor([1., 2., 3.])")]
    [InlineData(new float[] { 1, -20, 3 }, "tensor([  1., -20.,   3.])")]
    [InlineData(new float[] { 0.5f, 2 }, "tensor([0.5000, 2.0000])")]
    [InlineData(new float[] { -0.5f, 2 }, "tensor([-0.5000,  2.0000])")]
    [InlineData(new float[] { 3.1415927f, 0, 100.25f }, "tensor([  3.1416,   0.0000, 100.2500])")]
    [InlineData(new float[] { 0.1f, 1000 }, "tensor([1.0000e-01, 1.0000e+03])")]
    [InlineData(new float[] { 1, 1000 }, "tensor([   1., 1000.])")]
    [InlineData(new float[] { 1, 1001 }, "tensor([1.0000e+00, 1.0010e+03])")]
    [InlineData(new float[] { 0.1f, 100 }, "tensor([  0.1000, 100.0000])")] // 0.1f is a little more than 0.1: the ratio is below 1000
    [InlineData(new float[] { 0.7f, 700 }, "tensor([7.0000e-01, 7.0000e+02])")] // 0.7f is a little less than 0.7
    [InlineData(new float[] { 1e-4f }, "tensor([1.0000e-04])")]
    [InlineData(new float[] { 1.03125f, 2000 }, "tensor([1.0312e+00, 2.0000e+03])")]
    [InlineData(new float[] { 3.4028235e38f, -1e-38f }, "tensor([ 3.4028e+38, -1.0000e-38])")]
    [InlineData(new float[] { 1031250 * 1024f }, "tensor([1.0560e+09])")]
    [InlineData(new float[] { -0f, 1.5f }, "tensor([-0.0000, 1.5000])")] // as PyTorch: zeros have no say in the width
    [InlineData(new float[] { 1e9f }, "tensor([1.0000e+09])")]
    [InlineData(new float[] { 1e-5f, 0 }, "tensor([1.0000e-05, 0.0000e+00])")]
    [InlineData(new float[] { -1e-5f, float.NegativeInfinity }, "tensor([-1.0000e-05,        -inf])")]
    [InlineData(new float[] { 0, float.NaN }, "tensor([0., nan])")]
    [InlineData(new float[] { 1.5f, float.NaN, float.PositiveInfinity }, "tensor([1.5000,    nan,    inf])")]
    [InlineData(new float[] { 0.03125f, 0.09375f }, "tensor([0.0312, 0.0938])")] // Python rounds halves to even digits
    [InlineData(new float[] { -0.15625f }, "tensor([-0.1562])")]
    public void ToString_Vector_AsPyTorch(float[] values, string expected)
        => Assert.Equal(expected, Tensor.From(values, values.Length).ToString());

    [Fact]
    public void ToString_Number_HasNoBrackets() => Assert.Equal("tensor(3.1416)", Tensor.From([MathF.PI]).ToString());

    [Fact]
    public void ToString_Batch_IsTheLeadingDimension()
        => Assert.Equal("tensor([[1., 2.],\n        [3., 4.],\n        [5., 6.]])", Tensor.Batch([1, 2, 3, 4, 5, 6], 2).ToString());

    [Fact]
    public void ToString_NumbersOfABatch_AreAVector() => Assert.Equal("tensor([3., 0., 7.])", Tensor.Classes([3, 0, 7]).ToString());

    [Fact]
    public void ToString_MoreDimensions_AreSetApartByEmptyLines()
        => Assert.Equal(
            "tensor([[[0.0000, 0.5000],\n         [1.0000, 1.5000]],\n\n        [[2.0000, 2.5000],\n         [3.0000, 3.5000]]])",
            Tensor.Batch([0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f], 2, 2).ToString());

    [Fact]
    public void ToString_FourDimensions_HaveTwoEmptyLines()
        => Assert.Equal("tensor([[[[1.]]],\n\n\n        [[[2.]]]])", Tensor.Batch([1, 2], 1, 1, 1).ToString());

    [Fact]
    public void ToString_LongRow_IsBrokenAt80()
        => Assert.Equal(
            "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,\n        14., 15., 16., 17., 18., 19.])",
            Tensor.From([.. Enumerable.Range(0, 20).Select(i => (float)i)], 20).ToString());

    [Fact]
    public void ToString_AThousandAndOne_ShowsTheEdges()
        => Assert.Equal(
            "tensor([0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 1.9980e+03, 1.9990e+03,\n        2.0000e+03])",
            Tensor.From([.. Enumerable.Range(0, 2001).Select(i => (float)i)], 2001).ToString());

    [Fact]
    public void ToString_LargeBatch_ShowsTheEdgesOfAllDimensions()
    {
        string text = Tensor.Batch([.. Enumerable.Range(0, 4000).Select(i => (float)(i % 7))], 10).ToString();
        Assert.Equal(
            "tensor([[0., 1., 2.,  ..., 0., 1., 2.],\n        [3., 4., 5.,  ..., 3., 4., 5.],\n        [6., 0., 1.,  ..., 6., 0., 1.],\n        ...,\n"
            + "        [1., 2., 3.,  ..., 1., 2., 3.],\n        [4., 5., 6.,  ..., 4., 5., 6.],\n        [0., 1., 2.,  ..., 0., 1., 2.]])",
            text);
    }

    [Fact]
    public void ToString_ValuesLeftOut_DoNotDecideTheFormat()
    {
        float[] values = new float[1001];
        values[500] = 0.123f;
        Assert.Equal("tensor([0., 0., 0.,  ..., 0., 0., 0.])", Tensor.From(values, 1001).ToString());
    }

    [Fact]
    public void ToString_EmptyBatch_NamesItsSize()
    {
        Assert.Equal("tensor([], size=(0, 3))", Tensor.Batch([], 3).ToString());
        Assert.Equal("tensor([])", Tensor.Batch([]).ToString());
    }
}
