using ModelDsl.Engine;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;
using Compiler = ModelDsl.Generator.ModelCompiler;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>
/// The compiler's graph branches and joins, although the chain form cannot say so: a residual network, built by hand, goes through all
/// passes, is emitted, and computes what its definition says, forward and backward.
/// </summary>
public sealed class ResidualTests
{
    private const int Channels = 5, Side = 7, Batch = 6;
    private static readonly Shape Picture = Shape.Of(Channels, Side, Side);

    [Fact]
    public void ResidualGraph_Autodiff_AddsTheGradientsOfBothPaths()
    {
        CompiledGraph compiled = Compiler.CompileGraph(Build(), isTraining: true);
        Node join = Assert.Single(compiled.Graph.Nodes, node => node.Name == "addRelu1");
        Assert.IsType<Add>(join.Operator);
        Assert.Equal(2, join.Inputs.Length);
        Assert.Equal(2, compiled.Graph.ParameterGradients.Count);
    }

    [Fact]
    public void ResidualGraph_Compiled_TrainsTheFunctionThatItPredicts()
    {
        (PredictionEngine prediction, TrainingEngine training, ParameterCollection parameters) = Compile();
        float[] inputs = Wave(Batch * (int)Picture.Count, 0.37f), targets = Wave(Batch * (int)Picture.Count, 0.11f);
        float[] outputs = new float[inputs.Length];
        prediction.Predict(inputs, outputs, Batch);

        double expected = 0;
        for (int i = 0; i < outputs.Length; i++) expected += Math.Pow(outputs[i] - targets[i], 2);
        expected /= outputs.Length;
        Assert.Equal(expected, training.Backward<float>(inputs, targets, Batch), expected * 1e-5);

        // The skipping path is there: with the second convolution at zero, the output is the first one's, which is not negative.
        parameters["conv2.weight"].CopyFrom(new float[parameters["conv2.weight"].Size]);
        prediction.Predict(inputs, outputs, Batch);
        Assert.All(outputs, value => Assert.True(value >= 0));
        Assert.Contains(outputs, value => value > 0.1f);
    }

    [Fact]
    public void ResidualGraph_Gradients_AreThoseOfFiniteDifferences()
    {
        (_, TrainingEngine training, ParameterCollection parameters) = Compile();
        float[] inputs = Wave(Batch * (int)Picture.Count, 0.37f), targets = Wave(Batch * (int)Picture.Count, 0.11f);
        training.Backward<float>(inputs, targets, Batch);
        foreach (Parameter parameter in parameters)
        {
            float[] values = parameter.Values.ToArray(), gradient = parameter.Gradient.ToArray();
            float largest = gradient.Max(MathF.Abs);
            Assert.True(largest > 1e-4f);
            for (int i = 0; i < values.Length; i += 13)
            {
                const float Step = 4e-3f;
                float start = values[i];
                values[i] = start + Step;
                parameter.CopyFrom(values);
                float above = training.Backward<float>(inputs, targets, Batch);
                values[i] = start - Step;
                parameter.CopyFrom(values);
                float below = training.Backward<float>(inputs, targets, Batch);
                values[i] = start;
                parameter.CopyFrom(values);
                Assert.Equal((above - below) / (2 * Step), gradient[i], largest * 0.02f + 1e-4f);
            }
        }
    }

    /// <summary><c>relu1 = relu(conv1(input)); y = conv2(relu1) + relu1; loss = mean (y − target)²</c></summary>
    private static Graph Build()
    {
        Graph graph = new("Residual");
        Value input = graph.AddValue("input", Picture, ValueRole.Input);
        graph.Inputs.Add(input);
        Value relu = graph.AddValue("relu1", Picture);
        Value first = Convolve(graph, input, "conv1");
        graph.AddNode(new ReLU(), "relu1", [first], [relu]);
        Value second = Convolve(graph, relu, "conv2");
        Value sum = graph.AddValue("sum", Picture);
        graph.AddNode(new Add(), "sum", [second, relu], [sum]);
        graph.Outputs.Add(sum);

        Value target = graph.AddValue("targets", Picture, ValueRole.Target);
        graph.Targets.Add(target);
        Value loss = graph.AddValue("loss", Shape.Scalar, ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(new MSELoss(Generator.Operators.Reduction.Mean), "loss", [sum, target], [loss]);
        graph.Loss = loss;
        GraphVerifier.Verify(graph, "the test");
        return graph;
    }

    private static Value Convolve(Graph graph, Value from, string name)
    {
        Shape shape = Shape.Of(Channels, Channels, 3, 3);
        Value weight = graph.AddValue(name + "Weight", shape, ValueRole.Parameter, Extent.Shared);
        weight.Parameter = new ParameterSpec(name, "weight", 0, shape, Initializer.Uniform, 0.2f);
        graph.Parameters.Add(weight);
        Value output = graph.AddValue(name, Picture);
        graph.AddNode(new Conv2d(Channels, 3, 3, 1, 1, 1, 1, 1, 1, 1, Bias: false), name, [from, weight], [output]);
        return output;
    }

    private static HandMadeModel Compile() => HandMadeModel.Compile(Build)[0];

    private static float[] Wave(int length, float step) => [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i * step))];
}
