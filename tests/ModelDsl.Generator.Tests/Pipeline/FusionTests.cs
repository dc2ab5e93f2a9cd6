using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Which gradients of a mean set to zero what that of ReLU would.</summary>
public sealed class FusionTests
{
    [Theory]
    [InlineData("Conv2d(4, 3), ReLU, AdaptiveAvgPool2d(1)", true)]
    [InlineData("Conv2d(4, 3), ReLU, AdaptiveAvgPool2d(5)", true)]
    [InlineData("Conv2d(4, 3), ReLU, AdaptiveAvgPool2d(4)", false)] // windows that overlap
    [InlineData("Conv2d(4, 3), ReLU, AvgPool2d(2)", true)]
    [InlineData("Conv2d(4, 3), ReLU, AvgPool2d(3)", false)] // a pixel that none sees
    [InlineData("Conv2d(4, 3), ReLU, AvgPool2d(2, Stride = 1)", false)]
    [InlineData("Conv2d(4, 3), Tanh, AvgPool2d(2)", false)]
    public void Run_MeanOfReLU_JoinsWhereWindowsMeetOnce(string layers, bool joins)
    {
        Node[] nodes = [.. ModelCompiler.CompileGraph(Models.Graph($"[Input(2, 12, 12), {layers}, Flatten, Linear(3), CrossEntropyLoss]"), isTraining: true).Graph.Nodes];
        Operator[] operators = [.. nodes.Select(node => node.Operator)];
        Assert.Equal(joins, operators.Any(op => op is AdaptiveAvgPool2d.Gradient { IsBehindReLU: true } or AvgPool2d.Gradient { IsBehindReLU: true }));
        // In the memory of what was pooled, which nobody reads afterwards.
        foreach (Node node in nodes.Where(node => node.Operator is AdaptiveAvgPool2d.Gradient { IsBehindReLU: true } or AvgPool2d.Gradient { IsBehindReLU: true }))
            Assert.Equal(node.Inputs[1].Placement, node.Output.Placement);
        Assert.Equal(joins || layers.Contains("Tanh", StringComparison.Ordinal), !operators.Any(op => op is ActivationOperator.Gradient { Activation: ReLU }));
    }

    /// <summary>Sums of a bias are made where its gradient is written: with one window to a picture, and of one bias.</summary>
    [Theory]
    [InlineData("Conv2d(4, 3), ReLU, AdaptiveAvgPool2d(1)", true)]
    [InlineData("Conv2d(4, 3, Bias = false), ReLU, AdaptiveAvgPool2d(1)", false)]
    [InlineData("Conv2d(4, 3), ReLU, AdaptiveAvgPool2d(5)", false)]
    [InlineData("Conv2d(4, 3), Tanh, AdaptiveAvgPool2d(1)", false)]
    [InlineData("Conv2d(4, 3), BatchNorm2d, ReLU, AdaptiveAvgPool2d(1)", false)]
    public void Run_MeanBehindReLU_SumsUpTheBias(string layers, bool sums)
    {
        Graph graph = ModelCompiler.CompileGraph(Models.Graph($"[Input(2, 12, 12), {layers}, Flatten, Linear(3), CrossEntropyLoss]"), isTraining: true).Graph;
        Node[] mean = [.. graph.Nodes.Where(node => node.Operator is AdaptiveAvgPool2d.Gradient { SumsPixels: true })];
        Assert.Equal(sums ? ["conv1BiasParts"] : [], mean.SelectMany(node => node.Outputs.Skip(1)).Select(value => value.Name));
        string[] others = [.. graph.Nodes.Where(node => node.Operator is BiasGradient).Select(node => node.Name)];
        Assert.Equal(!sums && !layers.Contains("false", StringComparison.Ordinal), others.Contains("conv1BiasParts"));
    }
}
