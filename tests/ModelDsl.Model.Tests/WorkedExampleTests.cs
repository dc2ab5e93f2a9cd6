using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>
/// The lecture's worked example, which is also the sample 02-ForwardPass: x = [1.5, 2.5, 3], layers of 3-3-2 neurons whose weights are
/// all 0.05, 0.025 and 1. The lecture cuts its digits off and does not round them.
/// </summary>
public sealed class WorkedExampleTests
{
    private const string Network = "[Input(3)] [Linear(3), Sigmoid] [Linear(3), Sigmoid] [Linear(2)] [CrossEntropyLoss]";

    private static readonly float[] X = [1.5f, 2.5f, 3];
    private static readonly double[] Bias = [0.01, 0.02, 0.03];

    [Fact]
    public void Sample_Declaration_IsTheOneTestedHere()
    {
        string path = FindInRepository("samples/02-ForwardPass/WorkedExample.cs");
        Assert.Equal(Network, string.Join(' ', File.ReadLines(path).Where(line => line.StartsWith('[') && line != "[Model]")));
    }

    [Theory]
    [InlineData("[Linear(3)]", 0.36, 0.37, 0.38)]
    [InlineData("[Linear(3), Sigmoid]", 0.589, 0.591, 0.593)]
    [InlineData("[Linear(3), Sigmoid] [Linear(3)]", 0.054, 0.064, 0.074)]
    [InlineData("[Linear(3), Sigmoid] [Linear(3), Sigmoid]", 0.513, 0.516, 0.518)]
    [InlineData("[Linear(3), Sigmoid] [Linear(3), Sigmoid] [Linear(2)]", 1.558, 1.568)]
    [InlineData("[Linear(3), Sigmoid] [Linear(3), Sigmoid] [Linear(2), Softmax]", 0.497, 0.502)]
    public void Predict_AfterEachLayer_GivesTheLecturesDigits(string layers, params double[] digits)
    {
        IPredictor model = Filled($"[Input(3)] {layers}");
        float[] outputs = new float[digits.Length];
        model.Predict(X, outputs);
        Assert.Equal(digits, outputs.Select(CutOff));
    }

    [Fact]
    public void Loss_FirstClassRight_IsTheLectures()
    {
        ITrainable<int> model = (ITrainable<int>)Filled(Network);
        float loss = model.Backward(X, [0]);
        Assert.Equal(0.6981, Math.Floor(loss * 1e4) / 1e4);
        Assert.Equal(0.6981596805078625, loss, 1e-6);
    }

    [Fact]
    public void Gradients_EqualWeights_ReachOnlyTheLastLayer()
    {
        ITrainable<int> model = (ITrainable<int>)Filled(Network);
        model.Backward(X, [0]);

        // ŷ − y = [−0.5024999…, 0.5024999…], times h₂ for the weights. Both rows of W₃ are the same, so nothing is left for h₂.
        double[] h2 = [0.5135864827884884, 0.5160842766860902, 0.5185812672154398];
        const double D = 0.5024999791668749;
        AssertClose([.. h2.Select(h => -D * h), .. h2.Select(h => D * h)], model.Parameters["linear3.weight"].Gradient);
        AssertClose([-D, D], model.Parameters["linear3.bias"].Gradient);
        foreach (string name in new[] { "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias" })
            AssertClose(new double[model.Parameters[name].Size], model.Parameters[name].Gradient);
    }

    [Fact]
    public void Gradients_UnequalWeights_FollowTheChainRuleDownToTheFirstLayer()
    {
        ITrainable<int> model = (ITrainable<int>)Filled(Network);
        double[][] w3 = [[1, 0.5, -1], [-0.25, 0.75, 2]];
        model.Parameters["linear3.weight"].CopyFrom([.. w3.SelectMany(row => row).Select(w => (float)w)]);
        model.Backward(X, [1]);

        double[] h1 = [.. Bias.Select(b => Sigmoid(0.05 * X.Sum() + b))];
        double[] h2 = [.. Bias.Select(b => Sigmoid(0.025 * h1.Sum() + b))];
        double[] a3 = [.. w3.Select((row, i) => row.Zip(h2, (w, h) => w * h).Sum() + Bias[i])];
        double[] predicted = [.. a3.Select(a => Math.Exp(a) / a3.Sum(Math.Exp))];

        double[] d3 = [predicted[0], predicted[1] - 1]; // ŷ − y, with y = [0, 1]
        double[] d2 = [.. h2.Select((h, j) => (w3[0][j] * d3[0] + w3[1][j] * d3[1]) * h * (1 - h))];
        double[] d1 = [.. h1.Select(h => 0.025 * d2.Sum() * h * (1 - h))];
        AssertClose(Outer(d3, h2), model.Parameters["linear3.weight"].Gradient);
        AssertClose(d3, model.Parameters["linear3.bias"].Gradient);
        AssertClose(Outer(d2, h1), model.Parameters["linear2.weight"].Gradient);
        AssertClose(d2, model.Parameters["linear2.bias"].Gradient);
        AssertClose(Outer(d1, [.. X.Select(x => (double)x)]), model.Parameters["linear1.weight"].Gradient);
        AssertClose(d1, model.Parameters["linear1.bias"].Gradient);
        Assert.True(Math.Abs(d1[0]) > 1e-4, "the first layer is to get a gradient worth comparing");
    }

    private static IPredictor Filled(string declaration)
    {
        IPredictor model = ModelCompiler.Compile(declaration).Model;
        float[] weights = [0.05f, 0.025f, 1];
        for (int layer = 1; layer <= weights.Length && model.Parameters.TryGet($"linear{layer}.weight", out Parameter? weight); layer++)
        {
            weight.CopyFrom([.. Enumerable.Repeat(weights[layer - 1], weight.Size)]);
            Parameter bias = model.Parameters[$"linear{layer}.bias"];
            bias.CopyFrom([.. Bias.Take(bias.Size).Select(b => (float)b)]);
        }

        return model;
    }

    /// <summary>Three digits, the rest cut off; what is within rounding of a third digit is that digit.</summary>
    private static double CutOff(float value) => Math.Floor(value * 1000.0 + 1e-3) / 1000;

    private static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

    private static double[] Outer(double[] rows, double[] columns) => [.. rows.SelectMany(_ => columns, (r, c) => r * c)];

    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double tolerance = Math.Max(1e-7, 5e-6 * expected.Max(Math.Abs)); // a few roundings, relative to the largest
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    private static string FindInRepository(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ModelDsl.sln"))) return Path.Combine(folder.FullName, path);
        }

        throw new InvalidOperationException($"no ModelDsl.sln above {AppContext.BaseDirectory}");
    }
}
