using System.Diagnostics;
using System.Reflection;
using ModelDsl.Runtime.Tests.Eager.Support;
using ModelDsl.Runtime.Tests.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

public class TensorTests
{
    [Fact]
    public void Makers_SayShapeAndSamples()
    {
        Tensor shared = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3), batch = Tensor.Batch([1, 2, 3, 4, 5, 6], 3), classes = Tensor.Classes([7, 8]), map = Tensor.Classes([1, 2, 3, 4], 2);
        Assert.Equal((null, 2), (shared.Samples, shared.Shape.Length));
        Assert.Equal((2, 1), (batch.Samples, batch.Shape.Length));
        Assert.Equal((2, 0), (classes.Samples, classes.Shape.Length));
        Assert.Equal((2, 1), (map.Samples, map.Shape.Length));
        Assert.Equal([7, 8], classes.ToArray());
        Assert.Equal(5, Tensor.Batch([1, 2, 3, 4, 5]).Samples);
        Tensor number = 2.5f;
        Assert.Equal(2.5f, number.Item());
        Assert.True(shared.RequiresGrad && batch.RequiresGrad && !classes.RequiresGrad && !number.RequiresGrad);
    }

    [Fact]
    public void Backward_OfOneNumberASample_IsThatOfTheirMean()
    {
        Tensor x = Tensor.Batch([1, 2, 3, 4], 1), shared = Tensor.From([2]);
        Square(x * shared).Backward();
        Assert.Equal([2, 4, 6, 8], x.Grad!.ToArray()); // 2 · x · 2² / 4
        Assert.Equal(2 * 2 * (1 + 4 + 9 + 16) / 4f, shared.Grad!.Item());
    }

    [Fact]
    public void Backward_Twice_AddsUp()
    {
        Tensor x = Tensor.From([3]), middle = Square(x), loss = middle * 2;
        loss.Backward();
        Assert.Equal((12, 2, 1), (x.Grad!.Item(), middle.Grad!.Item(), loss.Grad!.Item()));
        loss.Backward();
        (middle * 10).Backward();
        Assert.Equal((12 * 2 + 60, 14, 2), (x.Grad!.Item(), middle.Grad!.Item(), loss.Grad!.Item()));
    }

    [Fact]
    public void Backward_OfManyPaths_WalksEachOperationOnce()
    {
        // 2⁶⁰ paths; a walk of each would not return.
        Tensor x = Tensor.From([1]), y = x;
        for (int i = 0; i < 60; i++) y = (y + y) * 0.5f;
        y.Backward();
        Assert.Equal(1, x.Grad!.Item());
    }

    [Fact]
    public void Backward_OfALongChain_DoesNotRecurse()
    {
        Tensor x = Tensor.From([1]), y = x;
        for (int i = 0; i < 50_000; i++) y += 1;
        y.Backward();
        Assert.Equal(1, x.Grad!.Item());
    }

    [Fact]
    public void Detach_LetsNoGradientPass()
    {
        Tensor x = Tensor.From([3]), constant = x.Detach();
        (x * constant + Detach(x * 5)).Backward();
        Assert.Equal(3, x.Grad!.Item());
        Assert.Null(constant.Grad);
        Assert.False(constant.RequiresGrad);
    }

    [Fact]
    public void Parameter_UsedTwice_AddsItsGradientsUp()
    {
        SigmoidNet net = new();
        net.Parameters.Gradients.Clear();
        Tensor first = net.Parameters["linear2.bias"], second = net.Parameters["linear2.bias"];
        Sum(Square(first) + second * 5).Backward();
        float value = net.Parameters["linear2.bias"].Values[0];
        Assert.Equal(2 * value + 5, net.Parameters["linear2.bias"].Gradient[0], 1e-6);
        (first * 100).Backward();
        Assert.Equal(2 * value + 105, net.Parameters["linear2.bias"].Gradient[0], 1e-4);
        Assert.Equal(0, net.Parameters["linear1.bias"].Gradient[0]);
    }

    [Fact]
    public void Network_OfParameters_LearnsAsByHand()
    {
        SigmoidNet net = new();
        net.Parameters.Gradients.Clear();
        ParameterCollection p = net.Parameters;
        Tensor samples = Tensor.Batch([.. SigmoidNet.Samples.SelectMany(sample => sample).Select(value => (float)value)], 2);

        Tensor hidden = Sigmoid(EagerLayers.Linear(samples, p["linear1.weight"], p["linear1.bias"]));
        Tensor output = Sigmoid(EagerLayers.Linear(hidden, p["linear2.weight"], p["linear2.bias"]));
        (output * 3).Backward(); // a sum of three samples is three times their mean

        double[] expected = SigmoidNet.GradientOf(net.Flat);
        float[] actual = [.. p.SelectMany(parameter => parameter.Gradient.ToArray())];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-7);
        float before = p["linear2.bias"].Values[0];
        new SGD(net) { LearningRate = 0.5 }.Step();
        Assert.Equal(before - 0.5 * expected[^1], p["linear2.bias"].Values[0], 1e-6);
    }

    [Fact]
    public void Buffer_HasNoGradient()
    {
        ParameterCollection buffers = new([new("bn1.running_mean", "0.running_mean", [2], Initialization.Ones, isBuffer: true)], seed: 1);
        Tensor buffer = buffers[0], x = Tensor.From([2, 3], 2);
        Sum(x * buffer).Backward();
        Assert.False(buffer.RequiresGrad);
        Assert.Null(buffer.Grad);
        Assert.Equal([1, 1], x.Grad!.ToArray());
    }

    [Fact]
    public void Conversion_OfParameter_ReadsTheValuesOfNow()
    {
        SigmoidNet net = new();
        Tensor before = net.Parameters["linear2.bias"];
        float old = before.Item();
        net.Parameters["linear2.bias"].CopyFrom([old + 1]);
        Assert.Equal(old, before.Item());
        Assert.Equal(old + 1, ((Tensor)net.Parameters["linear2.bias"]).Item());
    }

    [Fact]
    public void EmptyBatch_GoesThrough()
    {
        Tensor y = Mean(Softmax(Tensor.Batch([], 3) * 2), 0);
        Assert.Equal(0, y.Samples);
        Assert.Empty(y.ToArray());
    }

    [Fact]
    public void Debugger_ShowsExtentAndFirstValues()
    {
        string text = typeof(Tensor).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value;
        PropertyInfo shown = typeof(Tensor).GetProperty(text[1..text.IndexOf(',', StringComparison.Ordinal)], BindingFlags.NonPublic | BindingFlags.Instance)!;
        Assert.Equal("[4] of each of 2 samples: 0, 1, 2, 3, 4, 5, …", shown.GetValue(Draw.Counting(2, 4)));
        Assert.Equal("[2] shared by the batch: 0.5, -1.25", shown.GetValue(Tensor.From([0.5f, -1.25f], 2)));
    }
}
