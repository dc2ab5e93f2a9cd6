namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Blocks put their parameters into groups, through all that is in them.</summary>
public sealed class ParameterGroupTests
{
    [Fact]
    public void Attribute_OnBlocks_NamesTheGroupOfTheirParameters()
    {
        GraphModel model = GraphModel.Compile(
            """
            [ParameterGroup("back\"bone"), Repeat(2), Use<Inner>] private partial Tensor Layer1(Tensor x);
            [Use<Line>, ParameterGroup("line")] private partial Tensor Layer2(Tensor x);
            [Linear(3)] private partial Tensor Head(Tensor x);
            [Forward] private Tensor Run([Shape(6)] Tensor x) => Head(Layer2(Layer1(x)));
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted);
            """,
            """
            [Model]
            public partial class Inner
            {
                [Linear(6), SiLU] private partial Tensor Conv1(Tensor x);
                [LayerNorm, ParameterGroup("norms")] private partial Tensor Norm(Tensor x);
                [Forward] private Tensor Run([Shape(6)] Tensor x) => x + Norm(Conv1(x));
            }
            [Model, Input(6), Linear(4)]
            public partial class Line;
            """);
        Assert.Equal(
            [
                "layer1.0.conv1.0.weight back\"bone", "layer1.0.conv1.0.bias back\"bone", "layer1.0.norm.weight norms", "layer1.0.norm.bias norms",
                "layer1.1.conv1.0.weight back\"bone", "layer1.1.conv1.0.bias back\"bone", "layer1.1.norm.weight norms", "layer1.1.norm.bias norms",
                "layer2.linear1.weight line", "layer2.linear1.bias line", "head.weight ", "head.bias ",
            ],
            model.Parameters.Select(parameter => $"{parameter.Name} {parameter.Group}"));
    }

    [Fact]
    public void Train_WithAGroupOfTheModel_TakesItsRate()
    {
        GraphModel model = GraphModel.Compile(
            """
            [ParameterGroup("still"), Linear(5), Tanh] private partial Tensor Begin(Tensor x);
            [Linear(2)] private partial Tensor End(Tensor x);
            [Forward] private Tensor Run([Shape(3)] Tensor x) => End(Begin(x));
            [Objective, MSELoss] private partial Tensor Loss(Tensor x, Tensor wanted);
            """);
        float[] before = model.Parameters.Values.ToArray();
        model.Train([[1, 2, 3]], [new float[] { 5, 6 }], net => new Adam(net) { Groups = { new ParameterGroup { Name = "still", LearningRateFactor = 0 } } });
        Parameter weight = model.Parameters["end.weight"];
        Assert.Equal(before[..weight.Offset], model.Parameters.Values[..weight.Offset].ToArray());
        Assert.NotEqual(before[weight.Offset], weight.Values[0]);
    }
}
