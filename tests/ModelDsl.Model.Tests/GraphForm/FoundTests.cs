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

    /// <summary>Its statistics move at each use, in the order of the uses, and also where nobody reads the result.</summary>
    [Theory]
    [InlineData("(Step(x), Step(Step(x)))", "Mean(y * y)")]
    [InlineData("(Step(Step(x)), Step(x))", "Mean(Square(y))")]
    [InlineData("(x + Step(Step(x)), Step(x) * Step(x * x))", "Mean(Square(y)) + 0.5f * Sum(Square(z))")]
    public void BatchNorm_UsedSeveralTimes_MovesItsStatisticsInOrder(string outputs, string objective)
        => EagerComparison.Check(GraphModel.Compile(
            $$"""
            [BatchNorm1d] private partial Tensor Step(Tensor x);
            [Forward] private (Tensor, Tensor) Run([Shape(3)] Tensor x) => {{outputs}};
            [Objective] private Tensor Loss(Tensor y, Tensor z) => {{objective}};
            """), batch: 5, seed: 5);

    [Fact]
    public void ParametersOfBlocks_ByTheirOnlyMember_AreFound()
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Linear(3, Bias = false)] private partial Tensor Step(Tensor x);
            [Linear(2, Bias = false), Tanh] private partial Tensor Last(Tensor x);
            [Forward] private Tensor Run([Shape(2)] Tensor x) => Last(Step(x));
            [Objective] private Tensor Loss(Tensor x, Tensor wanted) => MSELoss(x, wanted) + 0.5f * Sum(Square(Parameters.Step)) + Mean(Abs(this.Parameters.Last.Linear1));
            """), batch: 3, seed: 5);

    [Fact]
    public void Targets_MetInAnotherOrder_AreListedAsDeclared()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Linear(3)] private partial Tensor First(Tensor x);
            [Linear(2)] private partial Tensor Second(Tensor x);
            [Forward] private (Tensor, Tensor) Run([Shape(2)] Tensor x) => (First(x), Second(x));
            [Objective] private Tensor Loss(Tensor one, Tensor two, Tensor numbers, Tensor classes) => CrossEntropy(two, classes) + MSELoss(one, numbers);
            """);
        Assert.Equal(["numbers", "classes"], model.Graph.Targets.Select(target => target.Name));
        EagerComparison.Check(model, batch: 3, seed: 5);
    }
}
