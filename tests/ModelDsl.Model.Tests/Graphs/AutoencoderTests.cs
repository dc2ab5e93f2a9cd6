using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using static ModelDsl.Model.Tests.Graphs.FiniteDifferences;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>A model whose target is its input: it takes no targets.</summary>
public sealed class AutoencoderTests
{
    private const int Channels = 3, Side = 5, Picture = Channels * Side * Side;

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void Autoencoder_Gradients_AreThoseOfFiniteDifferences(int batch)
    {
        HandMade model = HandMade.Compile(Build);
        float[] images = Wave(batch * Picture, 0.37f);
        Check(model.Parameters, () => model.Backward([images]), stride: 7);
    }

    /// <summary>The input is compared as the caller gave it, channels first.</summary>
    [Fact]
    public void Autoencoder_Loss_IsTheDistanceOfOutputAndInput()
    {
        const int Batch = 4;
        HandMade model = HandMade.Compile(Build);
        float[] images = Wave(Batch * Picture, 0.37f), outputs = new float[Batch * Picture];
        float loss = model.Evaluate([images], [], outputs);
        double expected = images.Zip(outputs).Average(pair => Math.Pow(pair.First - pair.Second, 2));
        Assert.Equal(expected, loss, 1e-6);
        Assert.Equal(expected, model.Backward([images]), 1e-6);
    }

    [Fact]
    public void Autoencoder_Class_PredictsButIsNotTrainedAgainstTargets()
    {
        IModel model = HandMade.Compile(Build).Model;
        Assert.Equal(Picture, Assert.IsAssignableFrom<IPredictor>(model).OutputSize);
        Assert.DoesNotContain(model.GetType().GetInterfaces(), contract => contract.IsGenericType);
        Assert.Null(model.GetType().GetProperty("TargetSize"));
    }

    /// <summary><c>loss = mean (decode(tanh(encode(image))) − image)²</c></summary>
    private static Graph Build()
    {
        Graph graph = new("Autoencoder");
        Value image = graph.AddInput("image", Channels, Side, Side);
        Value output = graph.Convolve("decode", graph.Tanh("tanh", graph.Convolve("encode", image, 2)), Channels);
        graph.Outputs.Add(output);
        graph.Loss = graph.Compare(new MSELoss(Generator.Operators.Reduction.Mean), "loss", output, image);
        return graph;
    }
}
