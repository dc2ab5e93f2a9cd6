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
}
