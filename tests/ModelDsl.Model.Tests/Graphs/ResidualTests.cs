using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using static ModelDsl.Model.Tests.Graphs.FiniteDifferences;
using Compiler = ModelDsl.Generator.ModelCompiler;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>
/// The compiler's graph branches and joins, although the chain form cannot say so: a residual network, built by hand, goes through all
/// passes, is emitted, and computes what its definition says, forward and backward.
/// </summary>
public sealed class ResidualTests
{
    private const int Channels = 5, Side = 7, Batch = 6, Values = Batch * Channels * Side * Side;

    [Fact]
    public void ResidualGraph_Autodiff_AddsTheGradientsOfBothPaths()
    {
        CompiledGraph compiled = Compiler.CompileGraph(Build(), isTraining: true);
        Node join = Assert.Single(compiled.Graph.Nodes, node => node.Name == "addRelu1");
        Assert.IsType<Add>(join.Operator);
        Assert.Equal(2, join.Inputs.Length);
        Assert.Equal(4, compiled.Graph.ParameterGradients.Count);
    }

    [Fact]
    public void ResidualGraph_Compiled_TrainsTheFunctionThatItPredicts()
    {
        HandMade model = HandMade.Compile(Build);
        float[] inputs = Wave(Values, 0.37f), targets = Wave(Values, 0.11f), outputs = new float[Values];
        model.Predict([inputs], outputs);

        double expected = 0;
        for (int i = 0; i < outputs.Length; i++) expected += Math.Pow(outputs[i] - targets[i], 2);
        expected /= outputs.Length;
        Assert.Equal(expected, model.Backward([inputs], targets), expected * 1e-5);

        // The skipping path is there: with the second convolution at zero, the output is the first one's, which is not negative.
        foreach (string name in new[] { "conv2.weight", "conv2.bias" }) model.Parameters[name].CopyFrom(new float[model.Parameters[name].Size]);
        model.Predict([inputs], outputs);
        Assert.All(outputs, value => Assert.True(value >= 0));
        Assert.Contains(outputs, value => value > 0.1f);
    }

    [Fact]
    public void ResidualGraph_Gradients_AreThoseOfFiniteDifferences()
    {
        HandMade model = HandMade.Compile(Build);
        float[] inputs = Wave(Values, 0.37f), targets = Wave(Values, 0.11f);
        Check(model.Parameters, () => model.Backward([inputs], targets));
    }

    /// <summary><c>relu1 = relu(conv1(input)); y = conv2(relu1) + relu1; loss = mean (y − target)²</c></summary>
    private static Graph Build()
    {
        Graph graph = new("Residual");
        Value input = graph.AddInput("input", Channels, Side, Side);
        Value relu = graph.ReLU("relu1", graph.Convolve("conv1", input, Channels));
        Value sum = graph.Add("sum", graph.Convolve("conv2", relu, Channels), relu);
        graph.Outputs.Add(sum);
        graph.Loss = graph.Compare(new MSELoss(Generator.Operators.Reduction.Mean), "loss", sum, graph.AddTarget("targets", ElementType.Float32, Channels, Side, Side));
        return graph;
    }
}
