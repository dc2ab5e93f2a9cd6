using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using static ModelDsl.Model.Tests.Graphs.FiniteDifferences;
using Compiler = ModelDsl.Generator.ModelCompiler;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>Frozen parameters: no gradient is computed for them, and nothing moves them.</summary>
public sealed class FrozenParameterTests
{
    private const int Channels = 3, Side = 6, Batch = 5, Pixels = Channels * Side * Side;
    private static readonly float[] Inputs = Wave(Batch * Pixels, 0.37f), Targets = Wave(Batch * 2, 0.61f);

    [Fact]
    public void FrozenPrefix_Autodiff_StopsBehindIt()
    {
        CompiledGraph compiled = Compiler.CompileGraph(Build(isConvolutionFrozen: true, isHeadFrozen: false), isTraining: true);
        Assert.DoesNotContain(compiled.Graph.Nodes, node => node.Operator is Conv2d.WeightGradient or Conv2d.InputGradient or ActivationOperator.Gradient);
        Assert.Single(compiled.Graph.Nodes, node => node.Operator is Linear.WeightGradient);
        Assert.DoesNotContain(compiled.Graph.Nodes, node => node.Operator is Linear.InputGradient);
    }

    /// <summary>What comes after is passed by the gradient, but has none of its own.</summary>
    [Fact]
    public void FrozenHead_Autodiff_ReachesWhatIsBeforeIt()
    {
        CompiledGraph compiled = Compiler.CompileGraph(Build(isConvolutionFrozen: false, isHeadFrozen: true), isTraining: true);
        Assert.DoesNotContain(compiled.Graph.Nodes, node => node.Operator is Linear.WeightGradient);
        Assert.Single(compiled.Graph.Nodes, node => node.Operator is Linear.InputGradient);
        Assert.Equal(["conv.weight", "conv.bias"], compiled.Graph.ParameterGradients.Select(gradient => gradient.Parameter!.Name).Order(StringComparer.Ordinal).Reverse());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Frozen_Gradients_AreThoseOfFiniteDifferences(bool isConvolutionFrozen, bool isHeadFrozen)
    {
        HandMade model = HandMade.Compile(() => Build(isConvolutionFrozen, isHeadFrozen));
        Check(model.Parameters, () => model.Backward([Inputs], Targets), stride: 3);
    }

    /// <summary>Norms and layers that are frozen, or half of which is, between layers that learn.</summary>
    [Theory]
    [InlineData("LayerNorm", true, true)]
    [InlineData("LayerNorm", true, false)]
    [InlineData("LayerNorm", false, true)]
    [InlineData("BatchNorm", true, true)]
    [InlineData("BatchNorm", false, true)]
    [InlineData("Linear", true, false)]
    [InlineData("Linear", false, true)]
    public void FrozenBetweenLearned_Gradients_AreThoseOfFiniteDifferences(string kind, bool isWeightFrozen, bool isBiasFrozen)
    {
        HandMade model = HandMade.Compile(() => BuildBetween(kind, isWeightFrozen, isBiasFrozen));
        Check(model.Parameters, () => model.Backward([Inputs], Targets), stride: 101);
        Assert.Equal((isWeightFrozen, isBiasFrozen), (model.Parameters["middle.weight"].Gradient.IsEmpty, model.Parameters["middle.bias"].Gradient.IsEmpty));
    }

    /// <summary>The same seed draws the same values, wherever they lie.</summary>
    [Fact]
    public void Frozen_Predictions_AreThoseOfTheSameParametersLearned()
    {
        float[] expected = Predict(HandMade.Compile(() => Build(false, false))), frozen = Predict(HandMade.Compile(() => Build(true, true)));
        Assert.Equal(expected, frozen);

        static float[] Predict(HandMade model)
        {
            float[] outputs = new float[Batch * 2];
            model.Predict([Inputs], outputs);
            return outputs;
        }
    }

    [Fact]
    public void Frozen_WeightDecay_MovesOnlyWhatIsLearned()
    {
        HandMade model = HandMade.Compile(() => Build(isConvolutionFrozen: true, isHeadFrozen: false));
        Assert.Equal(2 * 4 * Side * Side + 2, model.Parameters.TrainableValueCount);
        float[] convolution = model.Parameters["conv.weight"].Values.ToArray(), head = model.Parameters["head.weight"].Values.ToArray();
        Optimizer[] optimizers =
        [
            new SGD(model.Model) { WeightDecay = 0.1, Momentum = 0.9 }, new Adam(model.Model) { WeightDecay = 0.1 }, new AdamW(model.Model) { WeightDecay = 0.1 },
            new RMSprop(model.Model) { WeightDecay = 0.1 }, new Adagrad(model.Model) { WeightDecay = 0.1 },
        ];
        foreach (Optimizer optimizer in optimizers) model.Train(optimizer, [Inputs], Targets);
        Assert.Equal(convolution, model.Parameters["conv.weight"].Values.ToArray());
        Assert.All(head.Zip(model.Parameters["head.weight"].Values.ToArray()), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.True(model.Parameters["conv.weight"].IsFrozen);
        Assert.True(model.Parameters["conv.weight"].Gradient.IsEmpty);
    }

    /// <summary>A pretrained network is loaded by name into one of which a part is frozen.</summary>
    [Fact]
    public void Frozen_Files_AreThoseOfTheSameParametersLearned()
    {
        HandMade learned = HandMade.Compile(() => Build(false, false), seed: 7), frozen = HandMade.Compile(() => Build(true, false), seed: 8);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            learned.Model.Save(path);
            frozen.Model.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
        Assert.All(learned.Parameters.Zip(frozen.Parameters), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
        learned.Parameters["conv.bias"].CopyFrom([1, 2, 3, 4]);
        frozen.Parameters.CopyFrom(learned.Parameters);
        Assert.Equal([1, 2, 3, 4], frozen.Parameters["conv.bias"].Values.ToArray());
    }

    /// <summary><c>loss = mean (head(tanh(middle(tanh(first(x))))) − target)²</c></summary>
    private static Graph BuildBetween(string kind, bool isWeightFrozen, bool isBiasFrozen)
    {
        const int Features = 11;
        Graph graph = new("Between");
        Value first = graph.Tanh("bend", graph.Linear("first", graph.AddInput("input", Pixels), Features));
        LayerOperator middle = kind switch
        {
            "LayerNorm" => new LayerNorm(EquatableArray<int>.Empty, 1e-5f, ElementwiseAffine: true, Bias: true),
            "BatchNorm" => new BatchNorm(IsPicture: false, 1e-5f, 0.1f, Affine: true, TrackRunningStats: false),
            _ => new Linear(Features, Bias: true),
        };
        int[] shape = middle is Linear ? [Features, Features] : [Features];
        Value weight = graph.AddParameter("middle", "weight", isWeightFrozen, shape), bias = graph.AddParameter("middle", "bias", isBiasFrozen, Features);
        Value head = graph.Linear("head", graph.Tanh("tanh", graph.Apply(middle, "middle", first.Shape, first, weight, bias)), 2);
        graph.Outputs.Add(head);
        graph.Loss = graph.Compare(new MSELoss(Generator.Operators.Reduction.Mean), "loss", head, graph.AddTarget("targets", ElementType.Float32, 2));
        return graph;
    }

    /// <summary><c>loss = mean (head(flatten(relu(conv(x)))) − target)²</c></summary>
    private static Graph Build(bool isConvolutionFrozen, bool isHeadFrozen)
    {
        Graph graph = new("Frozen");
        Value input = graph.AddInput("input", Channels, Side, Side);
        Value features = graph.Flatten("flat", graph.ReLU("relu", graph.Convolve("conv", input, channels: 4, isConvolutionFrozen)));
        Value head = graph.Linear("head", features, 2, isHeadFrozen);
        graph.Outputs.Add(head);
        graph.Loss = graph.Compare(new MSELoss(Generator.Operators.Reduction.Mean), "loss", head, graph.AddTarget("targets", ElementType.Float32, 2));
        return graph;
    }
}
