namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>What random models have found, each as small as it became.</summary>
public sealed class FoundTests
{
    [Fact]
    public void BlockOfAModel_CalledAsTheModelItself_Compiles()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Use<Inner>] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Step(x);
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted);
            """,
            """
            [Model]
            public partial class Inner
            {
                [Linear(3), Tanh, Linear(4)] private partial Tensor Step(Tensor x);
                [Forward] private Tensor Run([Shape(4)] Tensor x) => Step(x);
            }
            """);
        Assert.Equal("step.step.0.weight", model.Parameters[0].Name);
        EagerComparison.Check(model, batch: 3, seed: 5);
    }

    [Theory]
    [InlineData("Sum(x, 1, true)")]
    [InlineData("Mean(x, keepDim: true, dim: -1)")]
    [InlineData("Max(x, 0, false)")]
    [InlineData("x.Min(-2, keepDim: true)")]
    public void Reduction_OverOneDimensionByItself_IsOverThatOne(string reduction)
        => EagerComparison.Check(GraphModel.Compile(
            $$"""
            [Linear(3)] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(2, 5)] Tensor x) { x = Step(x); return x * {{reduction}}; }
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted);
            """), batch: 3, seed: 5);

    [Fact]
    public void FrozenBlock_Eagerly_HasNoGradient()
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Linear(4)] private partial Tensor First(Tensor x);
            [Freeze, Linear(3), LayerNorm] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(2)] Tensor x) => Step(First(x));
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted);
            """), batch: 3, seed: 5);
}
