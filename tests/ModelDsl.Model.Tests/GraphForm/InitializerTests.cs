namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>What initialisers leave in the parameters of compiled models, in both forms and in models used as blocks.</summary>
public sealed class InitializerTests
{
    [Fact]
    public void Parameters_OfBlocksAndChains_StartAsTheirInitialisersSay()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Conv2d(40, 3), InitKaimingNormal(Mode = FanMode.FanOut, Nonlinearity = Nonlinearity.ReLU), InitConstant(0.25f, Of = "bias"), ReLU, BatchNorm2d, InitZeros]
            private partial Tensor Stem(Tensor x);
            [Flatten, Linear(90), InitUniform(1, 3), InitNormal(Mean = -1, Std = 0.1f, Of = "bias")] private partial Tensor Middle(Tensor x);
            [Use<Line>] private partial Tensor End(Tensor x);
            [Forward] private Tensor Run([Shape(30, 4, 4)] Tensor x) => End(Middle(Stem(x)));
            [Objective, MSELoss] private partial Tensor Loss(Tensor x, Tensor wanted);
            """,
            """
            [Model, Input(90), Linear(80), InitXavierUniform, Linear(20), InitOrthogonal(0.5f), InitOnes(Of = "bias")]
            public partial class Line;
            """);
        Check("stem.0.weight", mean: 0, std: Math.Sqrt(2.0 / (40 * 9)), largest: 1);
        Check("stem.0.bias", mean: 0.25, std: 0, largest: 0.25);
        Check("stem.2.weight", mean: 0, std: 0, largest: 0);
        Check("middle.1.weight", mean: 2, std: 2 / Math.Sqrt(12), largest: 3);
        Check("middle.1.bias", mean: -1, std: 0.1, largest: 1.5);
        Check("end.linear1.weight", mean: 0, std: Math.Sqrt(2.0 / 170), largest: Math.Sqrt(6.0 / 170));
        Check("end.linear2.weight", mean: 0, std: Math.Sqrt(0.25 / 80), largest: 0.5);
        Check("end.linear2.bias", mean: 1, std: 0, largest: 1);
        EagerComparison.Check(model, batch: 3, seed: 1);

        void Check(string name, double mean, double std, double largest)
        {
            double[] values = [.. model.Parameters[name].Values.ToArray().Select(value => (double)value)];
            double average = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, average, 1e-6 + 5 * std / Math.Sqrt(values.Length));
            Assert.Equal(std, deviation, 1e-6 + 5 * std / Math.Sqrt(values.Length));
            Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, largest * 1.000001));
        }
    }
}
