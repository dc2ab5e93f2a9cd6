using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Functions of two and three values, over shapes that are broadcast and operands that the batch shares.</summary>
public class BroadcastingTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Run, Func<double, double, double> Exact, bool HasGradient)> Cases = new()
    {
        ["+"] = ((a, b) => a + b, (a, b) => a + b, true),
        ["-"] = ((a, b) => a - b, (a, b) => a - b, true),
        ["*"] = ((a, b) => a * b, (a, b) => a * b, true),
        ["/"] = ((a, b) => a / b, (a, b) => a / b, true),
        ["Pow"] = (Pow, Math.Pow, true),
        ["Maximum"] = (Maximum, (a, b) => a > b ? a : b, true),
        ["Minimum"] = (Minimum, (a, b) => a < b ? a : b, true),
        [">"] = ((a, b) => a > b, (a, b) => a > b ? 1 : 0, false),
        ["<"] = ((a, b) => a < b, (a, b) => a < b ? 1 : 0, false),
        [">="] = ((a, b) => a >= b, (a, b) => a >= b ? 1 : 0, false),
        ["<="] = ((a, b) => a <= b, (a, b) => a <= b ? 1 : 0, false),
        ["Eq"] = (Eq, (a, b) => a == b ? 1 : 0, false),
        ["Ne"] = (Ne, (a, b) => a != b ? 1 : 0, false),
    };

    private static readonly (int? Samples, int[] A, int? SamplesB, int[] B, int[] Y)[] Shapes =
    [
        (3, [5], 3, [5], [5]),
        (null, [2, 3], null, [2, 3], [2, 3]),
        (3, [2, 5], null, [5], [2, 5]),
        (null, [2, 1], 3, [5], [2, 5]),
        (1, [2, 1, 3], 1, [7, 1], [2, 7, 3]),
        (4, [], null, [3], [3]),
        (2, [3], null, [], [3]),
        (2, [1, 1], 2, [1], [1, 1]),
    ];

    public static TheoryData<string, int> Everything
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in Cases.Keys)
            {
                for (int i = 0; i < Shapes.Length; i++) data.Add(name, i);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Function_OfTwo_BroadcastsValuesAndGradients(string name, int shapes)
    {
        (Func<Tensor, Tensor, Tensor> run, Func<double, double, double> exact, bool hasGradient) = Cases[name];
        (int? samples, int[] shapeA, int? samplesB, int[] shapeB, int[] shape) = Shapes[shapes];
        Random random = new(shapes);
        Tensor a = Draw.Values(random, samples, shapeA, 0.2), b = Draw.Values(random, samplesB, shapeB, 0.2);
        if (!hasGradient) (a, b) = (Halves(a), Halves(b));

        Tensor y = run(a, b);

        Assert.Equal(shape, y.Shape);
        Assert.Equal(samples ?? samplesB, y.Samples);
        int size = shape.Aggregate(1, (product, length) => product * length);
        for (int i = 0; i < y.Values.Length; i++)
        {
            int sample = i / size;
            Assert.Equal(exact(At(a, sample, shape, i % size), At(b, sample, shape, i % size)), y.Values[i], 1e-12);
        }
        if (hasGradient) FiniteDifferences.Check(inputs => run(inputs[0], inputs[1]), a, b);
        else Assert.False(y.RequiresGrad);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Where_OfThree_TakesFromBoth(int shapes)
    {
        (int? samples, int[] shapeA, int? samplesB, int[] shapeB, int[] shape) = Shapes[shapes];
        Random random = new(shapes);
        Tensor a = Draw.Values(random, samples, shapeA), b = Draw.Values(random, samplesB, shapeB);
        Tensor condition = Draw.Values(random, samples ?? samplesB, shape) > 0;

        Tensor y = Where(condition, a, b);

        int size = shape.Aggregate(1, (product, length) => product * length);
        for (int i = 0; i < y.Values.Length; i++)
            Assert.Equal(At(condition.Values[i] != 0 ? a : b, i / size, shape, i % size), y.Values[i]);
        FiniteDifferences.Check(inputs => Where(condition, inputs[0], inputs[1]), a, b);
    }

    [Fact]
    public void Operators_WithNumbers_OnBothSides()
    {
        Tensor x = Tensor.From([1, 2, 4], 3);
        Assert.Equal([3, 4, 6], (x + 2).ToArray());
        Assert.Equal([3, 4, 6], (2 + x).ToArray());
        Assert.Equal([-1, 0, 2], (x - 2).ToArray());
        Assert.Equal([1, 0, -2], (2 - x).ToArray());
        Assert.Equal([0.5f, 1, 2], (x * 0.5f).ToArray());
        Assert.Equal([0.5f, 1, 2], (0.5f * x).ToArray());
        Assert.Equal([0.5f, 1, 2], (x / 2).ToArray());
        Assert.Equal([4, 2, 1], (4 / x).ToArray());
        Assert.Equal([0, 0, 1], (x > 2).ToArray());
        Assert.Equal([1, 0, 0], (2 > x).ToArray());
        Assert.Equal([0, 1, 1], (x >= 2).ToArray());
        Assert.Equal([1, 1, 0], (2 >= x).ToArray());
        Assert.Equal([1, 0, 0], (x < 2).ToArray());
        Assert.Equal([0, 0, 1], (2 < x).ToArray());
        Assert.Equal([1, 1, 0], (x <= 2).ToArray());
        Assert.Equal([0, 1, 1], (2 <= x).ToArray());
        Assert.Equal([0, 1, 0], Eq(x, 2).ToArray());
        Assert.Equal([1, 0, 1], Ne(x, 2).ToArray());
        Assert.Equal([2, 2, 4], Maximum(x, 2).ToArray());
        Assert.Equal([1, 2, 2], Minimum(2, x).ToArray());
        Assert.Equal([2, 4, 16], Pow(2, x).ToArray());
        FiniteDifferences.Check(inputs => 2 / (3 - inputs[0] * 0.5f) + 1 - inputs[0] / 4, x);
    }

    [Fact]
    public void Extremes_OfEqualOnes_ShareTheGradient()
    {
        Tensor a = Tensor.From([1, 5, 2], 3), b = Tensor.From([1, 3, 4], 3);
        Sum(Maximum(a, b)).Backward();
        Assert.Equal([0.5f, 1, 0], a.Grad!.ToArray());
        Assert.Equal([0.5f, 0, 1], b.Grad!.ToArray());

        Tensor c = Tensor.From([1, 5, 2], 3), d = Tensor.From([1, 3, 4], 3);
        Sum(Minimum(c, d)).Backward();
        Assert.Equal([0.5f, 0, 1], c.Grad!.ToArray());
        Assert.Equal([0.5f, 1, 0], d.Grad!.ToArray());
    }

    [Fact]
    public void Pow_OfZero_HasAFiniteSlope()
    {
        Tensor a = Tensor.From([0, 0, 3], 3), b = Tensor.From([2, 0, 0], 3);
        Tensor y = Pow(a, b);
        Sum(y).Backward();
        Assert.Equal([0, 1, 1], y.ToArray());
        Assert.Equal([0, 0, 0], a.Grad!.ToArray());
        Assert.Equal([0, 0, MathF.Log(3)], b.Grad!.ToArray());
    }

    [Fact]
    public void Comparison_WithNaN_DoesNotHold()
    {
        Tensor nan = Tensor.From([float.NaN]), other = Tensor.From([float.NaN]);
        Assert.Equal([0f, 0, 0, 0, 0, 1], new[] { nan > 0, nan < 0, nan >= other, nan <= other, Eq(nan, other), Ne(nan, other) }.Select(t => t.Item()));
        Assert.True(float.IsNaN(Maximum(nan, 1).Item()) && float.IsNaN(Minimum(1, nan).Item()));
    }

    /// <summary>Values that often are equal.</summary>
    private static Tensor Halves(Tensor x) => Draw.Exactly(x.Samples, [.. x.Shape], [.. x.Values.ToArray().Select(value => Math.Round(value * 2) / 2)]);

    /// <summary>The value that an element of the broadcast shape reads, found index by index.</summary>
    private static double At(Tensor x, int sample, int[] shape, int element)
    {
        int at = 0, step = 1;
        for (int back = 1; back <= shape.Length; back++)
        {
            int index = element % shape[^back];
            element /= shape[^back];
            if (back > x.Shape.Length) continue;
            at += (x.Shape[^back] == 1 ? 0 : index) * step;
            step *= x.Shape[^back];
        }
        return x.Values[(x.Samples is null ? 0 : sample * step) + at];
    }
}
