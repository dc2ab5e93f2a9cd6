using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using static ModelDsl.Model.Tests.Graphs.FiniteDifferences;
using Compiler = ModelDsl.Generator.ModelCompiler;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>Layers that are applied more than once: the gradient of a parameter is the sum over its uses.</summary>
public sealed class SharedParameterTests
{
    private const int Channels = 3, Side = 5, Features = 19;

    [Fact]
    public void Parameter_UsedOnce_HasItsGradientComputedInPlace()
    {
        CompiledGraph compiled = Compiler.CompileGraph(BuildLinear(uses: 1), isTraining: true);
        Assert.DoesNotContain(compiled.Graph.Nodes, node => node.Operator is SumGradients);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Parameter_UsedSeveralTimes_HasOneGradientAddedUpFromAsManyParts(int uses)
    {
        CompiledGraph compiled = Compiler.CompileGraph(BuildLinear(uses), isTraining: true);
        Node[] sums = [.. compiled.Graph.Nodes.Where(node => node.Operator is SumGradients)];
        Assert.Equal(["hiddenWeight", "hiddenBias"], sums.Select(node => node.Name["sumD".Length..]).Select(name => char.ToLowerInvariant(name[0]) + name[1..]));
        Assert.All(sums, node => Assert.Equal(uses, node.Inputs.Length));
        Assert.Equal(compiled.Graph.Parameters.Count, compiled.Graph.ParameterGradients.Count);
    }

    /// <summary>Two linear layers of the same parameters and shapes read the same packed weights.</summary>
    [Fact]
    public void Parameter_UsedTwice_IsPackedOnce()
    {
        CompiledGraph compiled = Compiler.CompileGraph(BuildLinear(uses: 2), isTraining: false);
        Assert.Equal(2, compiled.Graph.Nodes.Count(node => node.Operator is Linear.PackForward));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 33)]
    public void LinearUsedSeveralTimes_Gradients_AreThoseOfFiniteDifferences(int uses, int batch)
    {
        HandMade model = HandMade.Compile(() => BuildLinear(uses));
        float[] inputs = Wave(batch * Features, 0.37f), targets = Wave(batch * 2, 0.61f);
        Check(model.Parameters, () => model.Backward([inputs], targets), stride: 7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void ConvolutionUsedTwice_Gradients_AreThoseOfFiniteDifferences(int batch)
    {
        HandMade model = HandMade.Compile(BuildConvolution);
        int values = batch * Channels * Side * Side;
        float[] inputs = Wave(values, 0.37f), targets = Wave(values, 0.11f);
        Check(model.Parameters, () => model.Backward([inputs], targets), stride: 5);
    }

    /// <summary><c>h = tanh(hidden(… tanh(hidden(x)))); loss = mean (head(h) − target)²</c></summary>
    private static Graph BuildLinear(int uses)
    {
        Graph graph = new("Repeated");
        Value x = graph.AddInput("input", Features);
        Value weight = graph.AddParameter("hidden", "weight", isFrozen: false, Features, Features), bias = graph.AddParameter("hidden", "bias", isFrozen: false, Features);
        for (int use = 1; use <= uses; use++) x = graph.Tanh($"tanh{use}", graph.Linear($"hidden{use}", x, weight, bias));
        Value head = graph.Linear("head", x, 2);
        return Finish(graph, head);
    }

    /// <summary><c>y = conv(tanh(conv(x))) + x; loss = mean (y − target)²</c></summary>
    private static Graph BuildConvolution()
    {
        Graph graph = new("Repeated");
        Value x = graph.AddInput("input", Channels, Side, Side);
        Value weight = graph.AddParameter("conv", "weight", isFrozen: false, Channels, Channels, 3, 3), bias = graph.AddParameter("conv", "bias", isFrozen: false, Channels);
        Value inner = graph.Tanh("tanh", graph.Convolve("inner", x, weight, bias));
        return Finish(graph, graph.Add("sum", graph.Convolve("outer", inner, weight, bias), x));
    }

    private static Graph Finish(Graph graph, Value output)
    {
        graph.Outputs.Add(output);
        graph.Loss = graph.Compare(new MSELoss(Generator.Operators.Reduction.Mean), "loss", output, graph.AddTarget("targets", ElementType.Float32, [.. output.Shape.Dimensions.Items]));
        return graph;
    }
}
