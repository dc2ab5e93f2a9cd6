using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>What a later phase computes again, and what it finds in memory.</summary>
public sealed class RecomputationTests
{
    /// <summary>The gradient of the second convolution's weights sees the first one's output normalized once more: it is stored before batch norm alone.</summary>
    [Fact]
    public void Run_BatchNormBetweenConvolutions_IsComputedAgain()
    {
        CompiledGraph compiled = Training("[Input(3, 12, 12), Conv2d(16, 3), BatchNorm2d, ReLU, Conv2d(16, 3), BatchNorm2d, ReLU, MaxPool2d(2), Flatten, Linear(3), CrossEntropyLoss]");
        Assert.Equal(["relu1Again"], Again(compiled));
        Assert.Equal("relu1Again", Named(compiled, "dConv2WeightPacked").Producer!.Inputs[0].Name);
        Assert.Equal(Space.Worker, Named(compiled, "relu1").Placement!.Space);
        Assert.Equal(Space.Worker, Named(compiled, "relu1Again").Placement!.Space);
        Assert.Equal(Space.Piece, Named(compiled, "conv1").Placement!.Space);
    }

    /// <summary>GELU's gradient reads its input: both are computed again, one of the other.</summary>
    [Fact]
    public void Run_ActivationBehindBatchNorm_BothAreComputedAgain()
    {
        CompiledGraph compiled = Training("[Input(3, 12, 12), Conv2d(16, 3), BatchNorm2d, GELU, Conv2d(16, 3), BatchNorm2d, GELU, Flatten, Linear(3), CrossEntropyLoss]");
        Assert.Equal(["bn1Again", "gelu1Again"], Again(compiled));
        Assert.Equal("bn1Again", Named(compiled, "gelu1Again").Producer!.Inputs[0].Name);
    }

    /// <summary>A mean's gradient is its few values, for each pixel.</summary>
    [Fact]
    public void Run_MeanBehindBatchNorm_ItsGradientIsComputedAgain()
    {
        CompiledGraph compiled = Training("[Input(3, 12, 12), Conv2d(16, 3), BatchNorm2d, ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(3), CrossEntropyLoss]");
        Assert.Equal(["dRelu1Again"], Again(compiled));
    }

    [Theory]
    [InlineData("[Input(3, 12, 12), Conv2d(16, 3), GELU, Conv2d(16, 3), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(3), CrossEntropyLoss]")] // one phase
    [InlineData("[Input(3, 12, 12), Conv2d(256, 3), BatchNorm2d, ReLU, Conv2d(256, 3), BatchNorm2d, ReLU, MaxPool2d(2), Flatten, Linear(3), CrossEntropyLoss]")] // large gradients wait for all pieces
    [InlineData("[Input(40), Linear(30), BatchNorm1d, ReLU, Linear(30), BatchNorm1d, ReLU, Linear(3), CrossEntropyLoss]")] // little to gain
    public void Run_OtherNetworks_NothingIsComputedAgain(string attributes) => Assert.Empty(Again(Training(attributes)));

    private static CompiledGraph Training(string attributes) => ModelCompiler.CompileGraph(Models.Graph(attributes), isTraining: true);

    private static IEnumerable<string> Again(CompiledGraph compiled)
        => compiled.Graph.Nodes.SelectMany(node => node.Outputs).Select(value => value.Name).Where(name => name.EndsWith("Again", StringComparison.Ordinal));

    private static Value Named(CompiledGraph compiled, string name) => compiled.Graph.Nodes.SelectMany(node => node.Outputs).Single(value => value.Name == name);
}
