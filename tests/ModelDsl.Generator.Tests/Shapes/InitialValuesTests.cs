using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Shapes;

/// <summary>Bounds and deviations, as PyTorch computes them of shapes.</summary>
public class InitialValuesTests
{
    // A weight [6, 2, 3, 5] of a convolution in two groups of four inputs: fan in 30, fan out 90.
    private const string Grouped = "[Input(4, 9, 9), Conv2d(6, 3, 5, Groups = 2), {0}]";

    [Theory]
    [InlineData("InitXavierUniform", "Uniform", 0.22360680, 0)]
    [InlineData("InitXavierUniform(5f / 3)", "Uniform", 0.37267800, 0)]
    [InlineData("InitXavierNormal", "Normal", 0, 0.12909944)]
    [InlineData("InitKaimingUniform", "Uniform", 0.44721360, 0)]
    [InlineData("InitKaimingUniform(Mode = FanMode.FanOut)", "Uniform", 0.25819889, 0)]
    [InlineData("InitKaimingUniform(2.2360680f)", "Uniform", 0.18257419, 0)]
    [InlineData("InitKaimingNormal(Nonlinearity = Nonlinearity.ReLU)", "Normal", 0, 0.25819889)]
    [InlineData("InitKaimingNormal(0, FanMode.FanOut, Nonlinearity.Tanh)", "Normal", 0, 0.17568209)]
    [InlineData("InitKaimingNormal(Nonlinearity = Nonlinearity.SELU)", "Normal", 0, 0.13693064)]
    [InlineData("InitKaimingNormal(A = 9, Nonlinearity = Nonlinearity.Linear)", "Normal", 0, 0.18257419)]
    [InlineData("InitOrthogonal(2)", "Orthogonal", 2, 0)]
    public void Weight_OfAGroupedConvolution_HasTheDeviationOfItsFans(string init, string initializer, double bound, double std)
    {
        ParameterSpec weight = Parameter(string.Format(System.Globalization.CultureInfo.InvariantCulture, Grouped, init), "weight");
        Assert.Equal(initializer, weight.Initializer.ToString());
        if (bound > 0) Assert.Equal(bound, weight.Bound, 1e-6);
        Assert.Equal(std, weight.Std, 1e-6);
        Assert.Equal(0, weight.Mean);
    }

    [Theory]
    [InlineData("InitZeros(Of = \"bias\")", "Zeros", 0, 0, 0)]
    [InlineData("InitOnes(Of = \"bias\")", "Ones", 0, 0, 0)]
    [InlineData("InitConstant(0.25f, Of = \"bias\")", "Constant", 0.25, 0, 0)]
    [InlineData("InitNormal(1, 0.5f, Of = \"bias\")", "Normal", 1, 0, 0.5)]
    [InlineData("InitUniform(-1, 3, Of = \"bias\")", "Uniform", 1, 2, 0)]
    [InlineData("InitUniform(Of = \"bias\")", "Uniform", 0.5, 0.5, 0)]
    public void Bias_HasAStartOfItsOwn(string init, string initializer, double mean, double bound, double std)
    {
        string attributes = $"[Input(4), Linear(3), {init}]";
        ParameterSpec bias = Parameter(attributes, "bias"), weight = Parameter(attributes, "weight");
        Assert.Equal((initializer, mean, std), (bias.Initializer.ToString(), bias.Mean, bias.Std));
        if (bound > 0) Assert.Equal(bound, bias.Bound);
        Assert.Equal((Initializer.Uniform, 0.5f), (weight.Initializer, weight.Bound));
    }

    [Fact]
    public void Inits_OfTwoLayers_EachStartTheirOwn()
    {
        Graph graph = Models.Graph("[Input(4), Linear(3), InitOnes, InitZeros(Of = \"bias\"), ReLU, Linear(2), InitNormal, MSELoss]");
        Assert.Equal([Initializer.Ones, Initializer.Zeros, Initializer.Normal, Initializer.Uniform], graph.Parameters.Select(value => value.Parameter!.Initializer));
    }

    private static ParameterSpec Parameter(string attributes, string kind) => Models.Graph(attributes).Parameters.Single(value => value.Parameter!.Kind == kind).Parameter!;
}
