namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Blocks that have one weight.</summary>
public sealed class TieTests
{
    private const string Pair =
        """
        [Linear(5)] private partial Tensor Encode(Tensor x);
        [Linear(5), Tie(nameof(Encode))] private partial Tensor Decode(Tensor x);
        [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted) + 0.1f * Sum(Square(Parameters.Decode.Weight));
        public bool IsOne() => Parameters.Decode.Weight == Parameters.Encode.Weight && Parameters.Decode.Bias != Parameters.Encode.Bias;
        """;

    [Theory]
    [InlineData("Decode(Tanh(Encode(x)))", "encode.weight, encode.bias, decode.bias", "decode.weight")]
    [InlineData("Encode(Tanh(Decode(x)))", "decode.weight, decode.bias, encode.bias", "encode.weight")]
    public void Tie_Compiled_IsOneParameterAndWhatItIsEagerly(string forward, string names, string alias)
    {
        GraphModel model = GraphModel.Compile($"{Pair}\n[Forward] private Tensor Run([Shape(5)] Tensor x) => {forward};");
        Assert.Equal(names.Split(", "), model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([alias], model.Parameters[0].Aliases.ToArray());
        Assert.Same(model.Parameters[0], model.Parameters[alias]);
        Assert.True((bool)model.Invoke("IsOne")!);
        EagerComparison.Check(model, batch: 7, seed: 3);
    }

    [Fact]
    public void Tie_WithinModelsUsedSeveralTimes_StaysWithinEach()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Repeat(2), Use<Inner>] private partial Tensor Layers(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Layers(x);
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted);
            """,
            """
            [Model]
            public partial class Inner
            {
                [Linear(4, Name = "query")] private partial Tensor A(Tensor x);
                [Linear(4, Bias = false), Tie(nameof(A))] private partial Tensor B(Tensor x);
                [Linear(4), Tie(nameof(A)), ParameterGroup("third")] private partial Tensor C(Tensor x);
                [Forward] private Tensor Run([Shape(4)] Tensor x) => A(x) * B(x) + C(x);
            }
            """);
        Assert.Equal(["layers.0.a.query.weight", "layers.0.a.query.bias", "layers.0.c.bias", "layers.1.a.query.weight", "layers.1.a.query.bias", "layers.1.c.bias"], model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["layers.0.b.weight", "layers.0.c.weight"], model.Parameters[0].Aliases.ToArray());
        EagerComparison.Check(model, batch: 5, seed: 3);
    }

    [Fact]
    public void Tie_OfConvolutions_AddsUpTheirGradients()
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Conv2d(3, 3, Padding = 1)] private partial Tensor First(Tensor x);
            [Conv2d(3, 3, Padding = 2, Dilation = 2, Bias = false), Tie(nameof(First))] private partial Tensor Second(Tensor x);
            [Forward] private Tensor Run([Shape(3, 6, 5)] Tensor x) => Second(ReLU(First(x)));
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted);
            """), batch: 3, seed: 3);

    /// <summary>The transposed of a weight is a product, and needs no tie: an autoencoder's way back.</summary>
    [Fact]
    public void Weight_UsedTransposed_LearnsFromBoth()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Linear(3), Tanh] private partial Tensor Encode(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => MatMul(Encode(x), Parameters.Encode.Linear1.Weight);
            [Objective] private Tensor Loss(Tensor y, Tensor x) => MSELoss(y, x);
            """);
        Assert.Equal(2, model.Parameters.Count);
        EagerComparison.Check(model, batch: 7, seed: 3);
    }

    [Fact]
    public void SaveAndLoad_TiedWeight_IsThereOnceAndReadByEitherName()
    {
        GraphModel model = GraphModel.Compile($"{Pair}\n[Forward] private Tensor Run([Shape(5)] Tensor x) => Decode(Tanh(Encode(x)));");
        float[] expected = model.Parameters.Values.ToArray();
        string path = Path.GetTempFileName();
        try
        {
            model.Model.Save(path);
            using (SafetensorsFile file = SafetensorsFile.Open(path)) Assert.Equal(["decode.bias", "encode.bias", "encode.weight"], file.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
            Reload(path);

            // PyTorch's state has both names; its save_model keeps one of them.
            WriteAs(path, "encode.weight", "decode.weight");
            Reload(path);
            WriteAs(path, "decode.weight");
            Reload(path);

            NamedFile differing = Named("encode.weight", "decode.weight");
            differing.Parameters["decode.weight"].CopyFrom(new float[25]);
            differing.Save(path);
            model.Parameters.WritableValues().Fill(0);
            var error = Assert.Throws<InvalidDataException>(() => model.Model.Load(path));
            Assert.Contains("encode.weight: is tied to decode.weight in the model, but differs in the file", error.Message);
        }
        finally
        {
            File.Delete(path);
        }

        void Reload(string file)
        {
            model.Parameters.WritableValues().Clear();
            model.Model.Load(file);
            Assert.Equal(expected, model.Parameters.Values.ToArray());
        }

        NamedFile Named(params string[] weights)
        {
            NamedFile file = new([.. weights, "encode.bias", "decode.bias"]);
            foreach (Parameter parameter in file.Parameters)
            {
                Parameter source = parameter.Size == 25 ? model.Parameters[0] : model.Parameters[parameter.Name];
                parameter.CopyFrom(expected.AsSpan(source.Offset, source.Size));
            }
            return file;
        }

        void WriteAs(string file, params string[] weights) => Named(weights).Save(file);
    }

    /// <summary>A model of nothing but parameters, to write files with.</summary>
    private sealed class NamedFile(string[] names) : IModel
    {
        public ParameterCollection Parameters { get; } = new(
            [.. names.Select((name, i) => new ParameterDescription(name, $"{i}.p", name.EndsWith("weight", StringComparison.Ordinal) ? [5, 5] : [5], Initialization.Zeros))], seed: 0);
    }
}
