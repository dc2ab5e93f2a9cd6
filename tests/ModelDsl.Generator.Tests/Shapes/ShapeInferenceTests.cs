using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Shapes;

/// <summary>Output shapes as PyTorch computes them; the expected ones were worked out by its documented formulas by hand.</summary>
public class ShapeInferenceTests
{
    [Theory]
    [InlineData("Input(784), Linear(10)", "[10]")]
    [InlineData("Input(5, 7), Linear(10)", "[5, 10]")]
    [InlineData("Input(3, 32, 32), Conv2d(16, 3)", "[16, 30, 30]")]
    [InlineData("Input(3, 32, 32), Conv2d(16, 3, Padding = 1)", "[16, 32, 32]")]
    [InlineData("Input(3, 32, 31), Conv2d(16, 3, Stride = 2, Padding = 1)", "[16, 16, 16]")]
    [InlineData("Input(3, 32, 31), Conv2d(16, 3, 5, StrideHeight = 2, PaddingWidth = 2, DilationHeight = 3)", "[16, 13, 31]")]
    [InlineData("Input(4, 9, 9), Conv2d(8, 3, Dilation = 4)", "[8, 1, 1]")]
    [InlineData("Input(4, 9, 9), Conv2d(4, 3, Groups = 4)", "[4, 7, 7]")]
    [InlineData("Input(2, 7, 7), MaxPool2d(2)", "[2, 3, 3]")]
    [InlineData("Input(2, 7, 7), MaxPool2d(2, CeilMode = true)", "[2, 4, 4]")]
    [InlineData("Input(2, 7, 8), MaxPool2d(3, 2)", "[2, 2, 4]")]
    [InlineData("Input(2, 7, 7), MaxPool2d(3, Stride = 2, Padding = 1)", "[2, 4, 4]")]
    [InlineData("Input(2, 10, 10), MaxPool2d(3, Stride = 1, Dilation = 2)", "[2, 6, 6]")]
    [InlineData("Input(1, 5, 5), AvgPool2d(3, Stride = 2, CeilMode = true)", "[1, 2, 2]")]
    [InlineData("Input(1, 6, 6), AvgPool2d(3, Stride = 2, CeilMode = true)", "[1, 3, 3]")]
    // ⌈(3 + 2 − 2) / 2⌉ + 1 = 3 windows, but the third would start at 4 − 1 = 3, in the border: PyTorch drops it.
    [InlineData("Input(1, 3, 3), AvgPool2d(2, Stride = 2, Padding = 1, CeilMode = true)", "[1, 2, 2]")]
    [InlineData("Input(6, 7, 5), AdaptiveAvgPool2d(1)", "[6, 1, 1]")]
    [InlineData("Input(6, 7, 5), AdaptiveAvgPool2d(3, 9)", "[6, 3, 9]")]
    [InlineData("Input(6, 7, 5), Flatten", "[210]")]
    [InlineData("Input(6), Flatten", "[6]")]
    [InlineData("Input(6, 7, 5), BatchNorm2d", "[6, 7, 5]")]
    [InlineData("Input(6), BatchNorm1d", "[6]")]
    [InlineData("Input(6, 7, 5), LayerNorm", "[6, 7, 5]")]
    [InlineData("Input(6, 7, 5), LayerNorm(7, 5)", "[6, 7, 5]")]
    [InlineData("Input(6, 7, 5), GELU, SiLU, Softmax(-1), Dropout", "[6, 7, 5]")]
    public void Output_OfLayers_IsPyTorchs(string attributes, string shape) => Assert.Equal(shape, Models.Graph($"[{attributes}]").Outputs[0].Shape.ToString());

    [Theory]
    [InlineData("Input(784), Linear(10)", "linear1.weight [10, 784], linear1.bias [10]")]
    [InlineData("Input(784), Linear(10, Bias = false)", "linear1.weight [10, 784]")]
    [InlineData("Input(4, 9, 9), Conv2d(8, 3, 5, Groups = 2)", "conv1.weight [8, 2, 3, 5], conv1.bias [8]")]
    [InlineData("Input(6), BatchNorm1d", "bn1.weight [6], bn1.bias [6], bn1.running_mean [6], bn1.running_var [6], bn1.num_batches_tracked []")]
    [InlineData("Input(6, 2, 2), BatchNorm2d(Affine = false)", "bn1.running_mean [6], bn1.running_var [6], bn1.num_batches_tracked []")]
    [InlineData("Input(6), BatchNorm1d(TrackRunningStats = false)", "bn1.weight [6], bn1.bias [6]")]
    [InlineData("Input(6, 7, 5), LayerNorm", "ln1.weight [6, 7, 5], ln1.bias [6, 7, 5]")]
    [InlineData("Input(7, 5), LayerNorm", "ln1.weight [5], ln1.bias [5]")]
    [InlineData("Input(7, 5), LayerNorm(7, 5, Bias = false)", "ln1.weight [7, 5]")]
    [InlineData("Input(5), LayerNorm(ElementwiseAffine = false), ReLU", "")]
    [InlineData("Input(9), Linear(4), ReLU, Linear(3, Name = \"Head\"), Linear(2)", "linear1.weight [4, 9], linear1.bias [4], Head.weight [3, 4], Head.bias [3], linear3.weight [2, 3], linear3.bias [2]")]
    public void Parameters_OfLayers_ArePyTorchs(string attributes, string parameters)
        => Assert.Equal(parameters, string.Join(", ", Models.Graph($"[{attributes}]").Parameters.Select(value => $"{value.Parameter!.Name} {value.Shape}")));

    [Fact]
    public void Initializers_AreBoundedByTheInputsOfANeuron()
    {
        Graph graph = Models.Graph("[Input(8, 5, 5), Conv2d(4, 3, 5, Groups = 2), Flatten, Linear(3), BatchNorm1d]");
        Dictionary<string, ParameterSpec> parameters = graph.Parameters.ToDictionary(value => value.Parameter!.Name, value => value.Parameter!);
        Assert.Equal(1 / MathF.Sqrt(8 / 2 * 3 * 5), parameters["conv1.weight"].Bound);
        Assert.Equal(1 / MathF.Sqrt(8 / 2 * 3 * 5), parameters["conv1.bias"].Bound);
        Assert.Equal(1 / MathF.Sqrt(12), parameters["linear1.weight"].Bound, 6);
        Assert.Equal(Initializer.Uniform, parameters["linear1.bias"].Initializer);
        Assert.Equal(Initializer.Ones, parameters["bn1.weight"].Initializer);
        Assert.Equal(Initializer.Ones, parameters["bn1.running_var"].Initializer);
        Assert.Equal(Initializer.Zeros, parameters["bn1.running_mean"].Initializer);
        Assert.True(parameters["bn1.running_mean"].IsBuffer);
        Assert.False(parameters["bn1.bias"].IsBuffer);
    }

    [Theory]
    [InlineData("Input(4), Linear(3), CrossEntropyLoss", "[] Int32")]
    [InlineData("Input(1, 4, 5), Conv2d(3, 1), CrossEntropyLoss", "[4, 5] Int32")]
    [InlineData("Input(4), Linear(3), LogSoftmax, NLLLoss", "[] Int32")]
    [InlineData("Input(4), Linear(3), MSELoss", "[3] Float32")]
    [InlineData("Input(5, 4), Linear(3), BCEWithLogitsLoss", "[5, 3] Float32")]
    public void Targets_FollowFromTheLoss(string attributes, string target)
    {
        Graph graph = Models.Graph($"[{attributes}]");
        Value value = Assert.Single(graph.Targets);
        Assert.Equal(target, $"{value.Shape} {value.Type}");
        Assert.Equal("targets", value.Name);
        Assert.Equal((Extent.Shared, "loss", "[]"), (graph.Loss!.Extent, graph.Loss.Name, graph.Loss.Shape.ToString()));
    }

    [Fact]
    public void MultiplyAdds_OfConvolutionAndLinear_AreCounted()
    {
        Graph graph = Models.Graph("[Input(4, 9, 9), Conv2d(8, 3, Groups = 2), Flatten, Linear(10)]");
        Assert.Equal([8 * 7 * 7 * (4 / 2) * 9, 0, 8 * 7 * 7 * 10], graph.Nodes.Select(node => node.Operator.MultiplyAdds(node)));
    }
}
