using ModelDsl.Runtime.Tests.Eager.Support;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Layers by finite differences; their PyTorch values are in <see cref="EagerGoldenTests"/>.</summary>
public class EagerLayerTests
{
    [Theory]
    [InlineData(3, new[] { 4 }, true)]
    [InlineData(1, new[] { 3, 4 }, false)]
    [InlineData(null, new[] { 4 }, true)]
    public void Linear_Gradients(int? samples, int[] shape, bool hasBias)
    {
        Random random = new(1);
        Tensor x = Draw.Values(random, samples, shape), weight = Draw.Values(random, null, [5, 4]), bias = Draw.Values(random, null, [5]);
        if (hasBias) FiniteDifferences.Check(inputs => EagerLayers.Linear(inputs[0], inputs[1], inputs[2]), x, weight, bias);
        else FiniteDifferences.Check(inputs => EagerLayers.Linear(inputs[0], inputs[1], null), x, weight);
    }

    [Theory]
    [InlineData(2, 1, 1, 1, 0, 0, 1, 1, 1)]
    [InlineData(1, 2, 2, 1, 1, 2, 1, 1, 1)]
    [InlineData(3, 1, 1, 2, 2, 1, 2, 1, 2)]
    [InlineData(2, 4, 3, 1, 0, 1, 1, 2, 4)]
    public void Conv2d_Gradients(int samples, int outPerGroup, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW, int groups)
    {
        Random random = new(2);
        Tensor x = Draw.Values(random, samples, [4, 5, 6]), weight = Draw.Values(random, null, [outPerGroup * groups, 4 / groups, 3, 2]), bias = Draw.Values(random, null, [outPerGroup * groups]);
        FiniteDifferences.Check(inputs => EagerLayers.Conv2d(inputs[0], inputs[1], inputs[2], strideH, strideW, padH, padW, dilationH, dilationW, groups), x, weight, bias);
        FiniteDifferences.Check(inputs => EagerLayers.Conv2d(inputs[0], inputs[1], null, strideH, strideW, padH, padW, dilationH, dilationW, groups), x, weight);
    }

    [Theory]
    [InlineData(2, 2, 0, 0, 1, false)]
    [InlineData(3, 2, 2, 1, 1, true)]
    [InlineData(2, 3, 1, 1, 2, false)]
    public void Pooling_Gradients(int kernelH, int kernelW, int stride, int padding, int dilation, bool ceil)
    {
        Tensor x = Draw.Values(new Random(3), 2, [2, 7, 6]);
        FiniteDifferences.Check(inputs => EagerLayers.MaxPool2d(inputs[0], kernelH, kernelW, stride, stride, padding, padding, dilation, dilation, ceil), x);
        FiniteDifferences.Check(inputs => EagerLayers.AvgPool2d(inputs[0], kernelH, kernelW, stride, stride, padding, padding, ceil, true, 0), x);
        FiniteDifferences.Check(inputs => EagerLayers.AvgPool2d(inputs[0], kernelH, kernelW, stride, stride, padding, padding, ceil, false, 0), x);
        FiniteDifferences.Check(inputs => EagerLayers.AvgPool2d(inputs[0], kernelH, kernelW, stride, stride, padding, padding, ceil, true, 5), x);
        FiniteDifferences.Check(inputs => EagerLayers.AdaptiveAvgPool2d(inputs[0], kernelH + stride, kernelW), x);
    }

    [Fact]
    public void MaxPool2d_OfEqualOnes_GivesTheGradientToTheFirstAndNaNWins()
    {
        Tensor x = Tensor.From([1, 1, 0, float.NaN, 1, 1, 5, 2], 1, 2, 4);
        Tensor y = EagerLayers.MaxPool2d(x, 2, 2, 2, 2, 0, 0, 1, 1, false);
        TensorFunctions.Sum(y).Backward();
        Assert.Equal([1, float.NaN], y.ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 0], x.Grad!.ToArray());
    }

    [Theory]
    [InlineData(3, new[] { 6 }, new int[0])]
    [InlineData(1, new[] { 3, 4 }, new int[0])]
    [InlineData(2, new[] { 2, 3, 2 }, new int[0])]
    [InlineData(2, new[] { 2, 3, 2 }, new[] { 3, 2 })]
    public void LayerNorm_Gradients(int samples, int[] shape, int[] normalized)
    {
        int[] whole = normalized.Length > 0 ? normalized : shape.Length == 2 ? shape[1..] : shape;
        Random random = new(4);
        Tensor x = Draw.Values(random, samples, shape), weight = Draw.Values(random, null, whole), bias = Draw.Values(random, null, whole);
        FiniteDifferences.Check(inputs => EagerLayers.LayerNorm(inputs[0], inputs[1], inputs[2], normalized, 1e-3f), x, weight, bias);
        FiniteDifferences.Check(inputs => EagerLayers.LayerNorm(inputs[0], null, null, normalized, 1e-3f), x);
    }

    [Theory]
    [InlineData(5, new[] { 3 }, true)]
    [InlineData(2, new[] { 3, 4 }, true)]
    [InlineData(1, new[] { 2, 3, 2 }, true)]
    [InlineData(4, new[] { 3 }, false)]
    [InlineData(2, new[] { 2, 3, 1 }, false)]
    public void BatchNorm_Gradients(int samples, int[] shape, bool training)
    {
        Random random = new(5);
        int channels = shape[0];
        Tensor x = Draw.Values(random, samples, shape), weight = Draw.Values(random, null, [channels]), bias = Draw.Values(random, null, [channels]);
        ParameterCollection running = Running(channels);
        FiniteDifferences.Check(inputs => Run(inputs, running), x, weight, bias);
        FiniteDifferences.Check(inputs => Run(inputs, null), x, weight, bias);

        Tensor Run(Tensor[] inputs, ParameterCollection? buffers) => shape.Length == 3
            ? EagerLayers.BatchNorm2d(inputs[0], inputs[1], inputs[2], buffers?[0], buffers?[1], buffers?[2], training, 1e-3f, 0.1f)
            : EagerLayers.BatchNorm1d(inputs[0], inputs[1], inputs[2], buffers?[0], buffers?[1], buffers?[2], training, 1e-3f, 0.1f);
    }

    [Fact]
    public void BatchNorm_Training_MovesTheRunningStatistics()
    {
        ParameterCollection running = Running(2);
        Tensor x = Tensor.Batch([1, 10, 3, 30], 2);

        EagerLayers.BatchNorm1d(x, null, null, running[0], running[1], running[2], training: true, eps: 0, momentum: 0.5f);

        Assert.Equal([1, 10], running[0].Values.ToArray()); // 0 + 0.5 · (2 − 0), 0 + 0.5 · (20 − 0)
        Assert.Equal([1.5f, 100.5f], running[1].Values.ToArray()); // 1 + 0.5 · (2 − 1): the unbiased variance
        Assert.Equal(1, running[2].Values[0]);
        Tensor y = EagerLayers.BatchNorm1d(x, null, null, running[0], running[1], running[2], training: false, eps: 0, momentum: 0.5f);
        Assert.Equal(2 / Math.Sqrt(1.5), y.Values[2], 1e-12);
        Assert.Equal(1, running[2].Values[0]);
    }

    [Fact]
    public void Dropout_Training_DropsTheRateAndScalesTheRest()
    {
        Tensor x = Tensor.From([.. Enumerable.Repeat(2f, 10_000)], 10_000);

        Tensor y = EagerLayers.Dropout(x, 0.25f, training: true, new RandomGenerator(1));
        TensorFunctions.Sum(y).Backward();

        Assert.All(y.Values.ToArray(), value => Assert.True(value == 0 || Math.Abs(value - 2 / 0.75) < 1e-12));
        Assert.InRange(y.Values.ToArray().Count(value => value == 0), 2300, 2700);
        Assert.Equal(y.Values.ToArray().Select(value => value / 2), x.Grad!.Values.ToArray());
        Assert.Equal(y.ToArray(), EagerLayers.Dropout(x, 0.25f, training: true, new RandomGenerator(1)).ToArray());
    }

    [Theory]
    [InlineData(0, true, 3)]
    [InlineData(1, true, 0)]
    [InlineData(0.5f, false, 3)]
    public void Dropout_WithoutChance_IsExact(float p, bool training, float expected)
        => Assert.Equal(expected, EagerLayers.Dropout(Tensor.From([3]), p, training, new RandomGenerator(1)).Item());

    [Fact]
    public void Softmax_OfLayers_CountsTheBatch()
    {
        Tensor x = Draw.Values(new Random(6), 2, [3, 4]);
        Assert.Equal(TensorFunctions.Softmax(x, 0).ToArray(), EagerLayers.Softmax(x, 1).ToArray());
        Assert.Equal(TensorFunctions.LogSoftmax(x, 1).ToArray(), EagerLayers.LogSoftmax(x, 2).ToArray());
        Assert.Equal(TensorFunctions.Softmax(x, 1).ToArray(), EagerLayers.Softmax(x, -1).ToArray());
    }

    private static ParameterCollection Running(int channels) => new(
        [
            new("bn1.running_mean", "0.running_mean", [channels], Initialization.Zeros, isBuffer: true),
            new("bn1.running_var", "0.running_var", [channels], Initialization.Ones, isBuffer: true),
            new("bn1.num_batches_tracked", "0.num_batches_tracked", [], Initialization.Zeros, isBuffer: true),
        ],
        seed: 1);
}
