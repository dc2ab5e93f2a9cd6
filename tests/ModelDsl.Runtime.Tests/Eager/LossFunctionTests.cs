using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Losses by hand and by finite differences; their PyTorch values are in <see cref="EagerGoldenTests"/>.</summary>
public class LossFunctionTests
{
    private static readonly float[] Weight = [0.5f, 2, 1, 3, 0.25f, 1];

    private static readonly Dictionary<string, Func<Tensor, Tensor, Reduction, Tensor>> Elementwise = new()
    {
        ["MSE"] = (x, t, r) => MSELoss(x, t, r),
        ["L1"] = (x, t, r) => L1Loss(x, t, r),
        ["SmoothL1"] = (x, t, r) => SmoothL1Loss(x, t, 0.5f, r),
        ["SmoothL1 0"] = (x, t, r) => SmoothL1Loss(x, t, 0, r),
        ["Huber"] = (x, t, r) => HuberLoss(x, t, 0.75f, r),
        ["BCE"] = (x, t, r) => BinaryCrossEntropy(x, t, reduction: r),
        ["BCE weighted"] = (x, t, r) => BinaryCrossEntropy(x, t, Weight[..x.Size], r),
        ["BCEWithLogits"] = (x, t, r) => BinaryCrossEntropyWithLogits(x, t, reduction: r),
        ["BCEWithLogits weighted"] = (x, t, r) => BinaryCrossEntropyWithLogits(x, t, [.. Weight[..x.Size].Reverse()], Weight[..x.Size], r),
    };

    public static TheoryData<string, Reduction> Everything
    {
        get
        {
            TheoryData<string, Reduction> data = [];
            foreach (string name in Elementwise.Keys)
            {
                data.Add(name, Reduction.Mean);
                data.Add(name, Reduction.Sum);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Loss_OfAnyExtent_HasItsGradients(string name, Reduction reduction)
    {
        Func<Tensor, Tensor, Reduction, Tensor> loss = Elementwise[name];
        foreach ((int? samples, int? targetSamples, int[] shape) in new (int?, int?, int[])[] { (3, 3, [2, 3]), (1, 1, []), (null, 4, [5]), (4, null, [1]), (null, null, [3]) })
        {
            Tensor x = Draw.Values(new Random(1), samples, shape, 0.1, 0.9), target = Draw.Values(new Random(2), targetSamples, shape, 0.1, 0.9);
            Tensor one = loss(x, target, reduction);
            Assert.Empty(one.Shape);
            Assert.Null(one.Samples);
            FiniteDifferences.Check(inputs => loss(inputs[0], inputs[1], reduction), x, target);
            int values = (samples ?? targetSamples ?? 1) * x.Size;
            Assert.Equal(loss(x, target, Reduction.Sum).Values[0] / values, loss(x, target, Reduction.Mean).Values[0], 1e-12);
        }
    }

    [Fact]
    public void Regression_ByHand()
    {
        Tensor x = Tensor.Batch([1, 0, -2, 3], 2), target = Tensor.Batch([1, 2, -2.5f, 0], 2);
        Assert.Equal((0 + 4 + 0.25f + 9) / 4, MSELoss(x, target).Item());
        Assert.Equal(5.5f, L1Loss(x, target, Reduction.Sum).Item());
        Assert.Equal(0 + 1.5f + 0.125f + 2.5f, SmoothL1Loss(x, target, reduction: Reduction.Sum).Item());
        Assert.Equal(0 + 2 + 0.125f + 4, HuberLoss(x, target, 2, Reduction.Sum).Item());
    }

    [Fact]
    public void L1Loss_OfEqualValues_HasNoSlope()
    {
        Tensor x = Tensor.From([1, 2], 2);
        L1Loss(x, Tensor.From([1, 5], 2), Reduction.Sum).Backward();
        Assert.Equal([0, -1], x.Grad!.ToArray());
    }

    [Fact]
    public void BinaryCrossEntropy_AtTheEnds_CutsAsPyTorch()
    {
        Tensor p = Tensor.From([0, 1, 0, 1], 4);
        Tensor loss = BinaryCrossEntropy(p, Tensor.From([1, 0, 0, 1], 4), reduction: Reduction.Sum);
        loss.Backward();
        Assert.Equal(200, loss.Item());
        Assert.Equal([-1e12f, 1e12f, 0, 0], p.Grad!.ToArray());
    }

    [Fact]
    public void BinaryCrossEntropyWithLogits_OfLargeScores_StaysFinite()
        => Assert.Equal(2000, BinaryCrossEntropyWithLogits(Tensor.From([1000, -1000, 1000, -1000], 4), Tensor.From([0, 1, 1, 0], 4), reduction: Reduction.Sum).Item());

    [Fact]
    public void CrossEntropy_OfTwoClasses_ByHand()
    {
        Tensor scores = Tensor.Batch([0, MathF.Log(3), 0, 0], 2);
        Assert.Equal((Math.Log(4) + Math.Log(2)) / 2, CrossEntropy(scores, Tensor.Classes([0, 1])).Values[0], 1e-7);
        Assert.Equal((2 * Math.Log(4) + 5 * Math.Log(2)) / 7, CrossEntropy(scores, Tensor.Classes([0, 1]), [2, 5]).Values[0], 1e-7);
        Assert.Equal(Math.Log(4), CrossEntropy(scores, Tensor.Classes([0, -100])).Values[0], 1e-7);
        Assert.Equal(Math.Log(2), CrossEntropy(scores, Tensor.Classes([0, 1]), ignoreIndex: 0).Values[0], 1e-7);
        Assert.Equal(0.8 * Math.Log(4) + 0.1 * (Math.Log(4) + Math.Log(4.0 / 3)) + Math.Log(2), CrossEntropy(scores, Tensor.Classes([0, 1]), labelSmoothing: 0.2f, reduction: Reduction.Sum).Values[0], 1e-7);
    }

    [Fact]
    public void CrossEntropy_OnlyIgnoredTargets_IsNaN() => Assert.True(float.IsNaN(CrossEntropy(Tensor.Batch([1, 2], 2), Tensor.Classes([-100])).Item()));

    [Theory]
    [InlineData(3, 3, new[] { 5 })]
    [InlineData(1, 1, new[] { 4 })]
    [InlineData(2, 2, new[] { 3, 2, 2 })]
    [InlineData(2, null, new[] { 3, 2 })]
    [InlineData(null, 2, new[] { 3 })]
    public void ClassificationLosses_OfAnyExtent_HaveTheirGradients(int? samples, int? targetSamples, int[] shape)
    {
        Tensor x = Draw.Values(new Random(1), samples, shape);
        int[] places = shape[1..];
        int count = (targetSamples ?? 1) * places.Aggregate(1, (a, b) => a * b);
        Tensor target = new([.. places], targetSamples, [.. Enumerable.Range(0, count).Select(i => i % 4 == 3 ? -1.0 : i % shape[0])], requiresGrad: false);
        float[] weight = Weight[..shape[0]];
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            FiniteDifferences.Check(inputs => CrossEntropy(inputs[0], target, ignoreIndex: -1, reduction: reduction), x);
            FiniteDifferences.Check(inputs => CrossEntropy(inputs[0], target, weight, -1, 0.25f, reduction), x);
            FiniteDifferences.Check(inputs => NLLLoss(inputs[0], target, weight, -1, reduction), x);
        }
        Assert.Equal(
            CrossEntropy(x, target, weight, -1).Values[0],
            NLLLoss(LogSoftmax(x, 0), target, weight, -1).Values[0]);
    }
}
