using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class LossesTests
{
    private const int Rows = 5;

    private delegate double Loss(ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale);

    private static readonly (string Name, Loss Run, Func<double, double, int, double> Exact, bool OfProbabilities)[] Cases =
    [
        ("MSE", Losses.MSE, (x, t, _) => (x - t) * (x - t), false),
        ("L1", Losses.L1, (x, t, _) => Math.Abs(x - t), false),
        ("SmoothL1", (x, t, g, c, s, k) => Losses.SmoothL1(x, t, g, c, s, k, 0.5f), (x, t, _) => Math.Abs(x - t) < 0.5 ? (x - t) * (x - t) : Math.Abs(x - t) - 0.25, false),
        ("SmoothL1 0", (x, t, g, c, s, k) => Losses.SmoothL1(x, t, g, c, s, k, 0), (x, t, _) => Math.Abs(x - t), false),
        ("Huber", (x, t, g, c, s, k) => Losses.Huber(x, t, g, c, s, k, 2), (x, t, _) => Math.Abs(x - t) <= 2 ? (x - t) * (x - t) / 2 : 2 * (Math.Abs(x - t) - 1), false),
        ("BCE", (x, t, g, c, s, k) => Losses.BCE(x, t, g, c, s, k), (x, t, _) => Bce(x, t), true),
        ("BCE weighted", (x, t, g, c, s, k) => Losses.BCE(x, t, g, c, s, k, Weight(c)), (x, t, i) => (1 + i % 3) * Bce(x, t), true),
        ("BCEWithLogits", (x, t, g, c, s, k) => Losses.BCEWithLogits(x, t, g, c, s, k), (x, t, _) => Bce(Sigmoid(x), t), false),
        ("BCEWithLogits weighted", (x, t, g, c, s, k) => Losses.BCEWithLogits(x, t, g, c, s, k, Weight(c), PositiveWeight(c)), (x, t, i) => (1 + i % 3) * (-(2 + i % 2) * t * Math.Log(Sigmoid(x)) - (1 - t) * Math.Log(1 - Sigmoid(x))), false),
    ];

    public static TheoryData<string, int, int> Names
    {
        get
        {
            TheoryData<string, int, int> data = [];
            foreach (var loss in Cases)
            {
                data.Add(loss.Name, 1, 16);
                data.Add(loss.Name, 37, 37);
                data.Add(loss.Name, 37, 48);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_OddRows_AgreesWithDoubleAndFiniteDifferences(string name, int columns, int stride)
    {
        const double H = 1e-6;
        const float Scale = 0.125f;
        var loss = Cases.Single(c => c.Name == name);
        float[] x = Sweep.Random(Rows * stride, seed: 1), targets = Sweep.Random(Rows * columns, seed: 2), gradient = PicturesTests.Garbage(x.Length);
        if (loss.OfProbabilities) x = [.. x.Select(v => 0.02f + 0.96f * (v + 3) / 6)];
        if (name.StartsWith("BCE", StringComparison.Ordinal)) targets = [.. targets.Select(v => (v + 3) / 6)];
        double sum = loss.Run(x, targets, gradient, columns, stride, Scale), alone = loss.Run(x, targets, [], columns, stride, Scale);
        double expected = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < stride; i++)
            {
                if (i >= columns)
                {
                    Assert.Equal(0, gradient[row * stride + i]);
                    continue;
                }
                double value = x[row * stride + i], target = targets[row * columns + i];
                expected += loss.Exact(value, target, i);
                double slope = (loss.Exact(value + H, target, i) - loss.Exact(value - H, target, i)) / (2 * H);
                Assert.Equal(Scale * slope, gradient[row * stride + i], 3e-6 * (1 + Math.Abs(slope)));
            }
        }
        Assert.Equal(expected, sum, 2e-6 * Math.Abs(expected));
        Assert.Equal(sum, alone);
    }

    [Fact]
    public void BCE_AtTheEnds_CutsLogarithms()
    {
        float[] gradient = new float[4];
        Assert.Equal(200, Losses.BCE([0, 1, 0, 1], [1, 0, 0, 1], gradient, 4, 4, 1), 1e-4);
        Assert.Equal([-1e12f, 1e12f, 0, 0], gradient);
    }

    [Fact]
    public void BCEWithLogits_LargeScores_StaysFinite()
        => Assert.Equal(2000, Losses.BCEWithLogits([1000, -1000, 1000, -1000], [0, 1, 1, 0], new float[4], 4, 4, 1), 1e-3);

    [Theory]
    [InlineData(2, 16, 0f, false)]
    [InlineData(10, 10, 0f, false)]
    [InlineData(33, 48, 0f, false)]
    [InlineData(100, 100, 0f, false)]
    [InlineData(128, 128, 0f, false)]
    [InlineData(129, 144, 0f, false)]
    [InlineData(10, 16, 0.1f, false)]
    [InlineData(19, 32, 0.25f, true)]
    [InlineData(19, 32, 0f, true)]
    public void CrossEntropy_AnyClasses_AgreesWithDouble(int classes, int stride, float smoothing, bool isWeighted)
    {
        // More rows than a vector has lanes, which may be taken side by side; one is ignored.
        const int Rows = 53;
        float[] weight = isWeighted ? Weight(classes) : [], x = Sweep.Random(Rows * stride, seed: 3, bound: 10), gradient = PicturesTests.Garbage(Rows * stride);
        int[] targets = [.. Enumerable.Range(0, Rows).Select(row => row == 40 ? -100 : row * row % classes)];
        double sum = Losses.CrossEntropy(x, targets, gradient, classes, stride, 0.5f, weight, -100, smoothing), expected = 0;
        double[] expectedGradient = new double[gradient.Length];
        for (int row = 0; row < Rows; row++)
        {
            if (targets[row] == -100) continue;
            double[] scores = [.. x.Skip(row * stride).Take(classes).Select(v => (double)v)];
            double log = scores.Max() + Math.Log(scores.Sum(v => Math.Exp(v - scores.Max())));
            for (int c = 0; c < classes; c++)
            {
                double factor = ((c == targets[row] ? 1 - smoothing : 0) + smoothing / (double)classes) * (isWeighted ? weight[c] : 1);
                expected += factor * (log - scores[c]);
                for (int k = 0; k < classes; k++) expectedGradient[row * stride + k] += 0.5 * factor * (Math.Exp(scores[k] - log) - (k == c ? 1 : 0));
            }
        }
        Assert.Equal(expected, sum, 1e-6 * expected);
        Sweep.AssertClose(expectedGradient, gradient, 1e-6);
        Assert.Equal(sum, Losses.CrossEntropy(x, targets, [], classes, stride, 0.5f, weight, -100, smoothing), 1e-6 * expected);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(35)]
    public void CrossEntropy_ClassesOutOfTheQuestion_HaveNoDenormalGradients(int rows)
    {
        // exp(−86) is a normal number, those of −88 to −103 are denormal.
        float[] scores = [0, -86, -88, -95, -103, -200];
        float[] x = [.. Enumerable.Repeat(scores, rows).SelectMany(row => row)], gradient = new float[x.Length];
        Losses.CrossEntropy(x, new int[rows], gradient, scores.Length, scores.Length, scale: 1);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> row = gradient.AsSpan(i * scores.Length, scores.Length);
            Assert.Equal(Math.Exp(-86), row[1], 1e-43);
            Assert.Equal([0, 0, 0, 0], row[2..].ToArray());
        }
    }

    [Fact]
    public void CrossEntropy_AllIgnored_SumAndNormalizerAreZero()
    {
        float[] gradient = PicturesTests.Garbage(6);
        Assert.Equal(0, Losses.CrossEntropy([1, 2, 3, 4, 5, 6], [5, 5], gradient, 3, 3, float.PositiveInfinity, ignoreIndex: 5));
        Assert.Equal(0, Losses.ClassNormalizer([5, 5], [], 5));
        Assert.Equal(new float[6], gradient);
    }

    [Fact]
    public void NLL_WeightedRows_PicksTheTargets()
    {
        float[] gradient = PicturesTests.Garbage(12);
        double sum = Losses.NLL([-1, -2, -3, 9, -4, -5, -6, 9, -7, -8, -9, 9], [2, 0, 1], gradient, 3, 4, 0.5f, [1, 2, 3], ignoreIndex: 1);
        Assert.Equal(13, sum);
        Assert.Equal([0, 0, -1.5f, 0, -0.5f, 0, 0, 0, 0, 0, 0, 0], gradient);
        Assert.Equal(4, Losses.ClassNormalizer([2, 0, 1], [1, 2, 3], 1));
    }

    [Fact]
    public void ChannelsFirst_Pictures_SameAsRows()
    {
        const int Samples = 2, Classes = 5, Positions = 6;
        float[] planes = Sweep.Random(Samples * Classes * Positions, seed: 4), rows = new float[planes.Length];
        for (int i = 0; i < planes.Length; i++) rows[(i / Positions / Classes * Positions + i % Positions) * Classes + i / Positions % Classes] = planes[i];
        int[] targets = [0, 1, 2, 3, 4, 0, 1, 2, 2, 2, 3, 4];
        float[] weight = Weight(Classes);
        Assert.Equal(
            Losses.CrossEntropy(rows, targets, [], Classes, Classes, 1, weight, 2, 0.1f),
            Losses.CrossEntropyChannelsFirst(planes, targets, Classes, Positions, weight, 2, 0.1f));
        Assert.Equal(Losses.NLL(rows, targets, [], Classes, Classes, 1, weight, 2), Losses.NLLChannelsFirst(planes, targets, Classes, Positions, weight, 2));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    public void CheckClasses_NoClass_NamesTheTarget(int target)
    {
        int[] targets = [1, 2, target];
        Losses.CheckClasses(targets, 10, ignoreIndex: target);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Losses.CheckClasses(targets, 10, ignoreIndex: -100));
        Assert.Equal($"targets[2] = {target}: a class index from 0 to 9 was expected.", exception.Message);
    }

    private static float[] Weight(int columns) => [.. Enumerable.Range(0, columns).Select(i => 1f + i % 3)];

    private static float[] PositiveWeight(int columns) => [.. Enumerable.Range(0, columns).Select(i => 2f + i % 2)];

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Bce(double x, double t) => -t * Math.Log(x) - (1 - t) * Math.Log(1 - x);
}
