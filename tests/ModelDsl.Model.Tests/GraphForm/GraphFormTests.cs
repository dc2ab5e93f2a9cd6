namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Whole networks in the graph form compute the same compiled and eagerly, forward and gradient.</summary>
public sealed class GraphFormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Residual_Compiled_IsWhatItIsEagerly(int batch)
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Conv2d(6, 3, Padding = 1), ReLU] private partial Tensor Stem(Tensor image);
            [Conv2d(6, 3, Padding = 1), BatchNorm2d] private partial Tensor Refine(Tensor x);
            [Flatten, Linear(3)] private partial Tensor Head(Tensor x);

            [Forward]
            private Tensor Run([Shape(2, 7, 7)] Tensor image)
            {
                Tensor seen = Stem(image);
                seen = ReLU(seen + Refine(seen));
                return Head(seen);
            }

            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """), batch, seed: 3);

    [Fact]
    public void SharedBlock_Compiled_AddsUpItsGradients()
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Linear(5), Tanh] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) { for (int i = 0; i < 3; i++) x = x + Step(x); return x; }
            [Objective, MSELoss] private partial Tensor Loss(Tensor x, Tensor wanted);
            """), batch: 7, seed: 4);

    [Fact]
    public void UsedModels_Compiled_AreWhatTheyAreEagerly()
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Linear(6), ReLU] private partial Tensor Begin(Tensor x);
            [Repeat(2), Use<Inner>] private partial Tensor Layer1(Tensor x);
            [Use<Line>] private partial Tensor Layer2(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Layer2(Layer1(Begin(x)));
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => SmoothL1Loss(x, wanted);
            """,
            """
            [Model]
            public partial class Inner
            {
                [Linear(6), SiLU] private partial Tensor Conv1(Tensor x);
                [Forward] private Tensor Run([Shape(6)] Tensor x) => x + Conv1(x);
            }
            [Model, Input(6), Linear(4), Tanh, LayerNorm, Linear(3, Name = "last")]
            public partial class Line;
            """), batch: 7, seed: 4);

    /// <summary>As a block a model has no size of its own: what it does not write follows from what it is given, at each place.</summary>
    [Fact]
    public void Model_UsedAtOtherSizes_TakesWhatItIsGiven()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Use<Inner>] private partial Tensor Large(Tensor x);
            [Use<Inner>] private partial Tensor Small(Tensor x);
            [MaxPool2d(2)] private partial Tensor Shrink(Tensor x);
            [Forward] private Tensor Run([Shape(4, 8, 6)] Tensor x) => Small(Shrink(Large(x)));
            [Objective] private Tensor Loss(Tensor y, Tensor label) => CrossEntropy(Mean(y, [1, 2]), label);
            """,
            """
            [Model]
            public partial class Inner
            {
                [Conv2d(4, 3, Padding = 1), Tanh] private partial Tensor Step(Tensor x);
                [Flatten, Linear(1), Sigmoid] private partial Tensor Gate(Tensor x);
                [Forward] private Tensor Run([Shape(4, 5, 5)] Tensor x) => x + Step(x) * Gate(x).Reshape(1, 1, 1);
            }
            """);
        Assert.Equal([1, 4 * 8 * 6], model.Parameters["large.gate.1.weight"].Shape.ToArray());
        Assert.Equal([1, 4 * 4 * 3], model.Parameters["small.gate.1.weight"].Shape.ToArray());
        EagerComparison.Check(model, batch: 3, seed: 2);
    }
}
