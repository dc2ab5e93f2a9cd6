using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Tests.Shapes;

/// <summary>The shapes of tensor functions, and what is said where they do not fit.</summary>
public class ElementwiseShapeTests
{
    [Theory]
    [InlineData(new int[0], new int[0], "[]")]
    [InlineData(new[] { 3, 1 }, new[] { 4 }, "[3, 4]")]
    [InlineData(new[] { 1, 3, 1 }, new[] { 2, 1, 4 }, "[2, 3, 4]")]
    [InlineData(new[] { 8, 1, 6, 1 }, new[] { 7, 1, 5 }, "[8, 7, 6, 5]")]
    public void Binary_OfShapesThatBroadcast_HasTheJoinedShape(int[] a, int[] b, string expected)
    {
        (Shape? output, List<Problem> problems) = Infer(Call("Add"), a, b);
        Assert.Empty(problems);
        Assert.Equal(expected, output!.ToString());
    }

    [Theory]
    [InlineData(new[] { 3, 8 }, new[] { 4, 8 }, "'Add(…)': [3, 8] and [4, 8] do not fit: dimension 0 is 3 and 4. Sizes must be equal, or one of them 1, which repeats.")]
    [InlineData(new[] { 3, 8 }, new[] { 3, 4 }, "'Add(…)': [3, 8] and [3, 4] do not fit: dimension 1 is 8 and 4. Sizes must be equal, or one of them 1, which repeats.")]
    [InlineData(new[] { 16, 5, 5 }, new[] { 16 }, "'Add(…)': [16, 5, 5] and [16] do not fit: aligned at their last dimensions, dimension 2 of the first is 5 and dimension 0 of the second is 16. Write .Reshape(16, 1, 1) behind the smaller one, so that it repeats over the dimensions behind.")]
    public void Binary_OfShapesThatDoNotFit_SaysWhere(int[] a, int[] b, string expected) => AssertProblem("MDSL0111", expected, Call("Add"), a, b);

    [Theory]
    [InlineData(new int[0], false, "[]")]
    [InlineData(new int[0], true, "[1, 1, 1]")]
    [InlineData(new[] { 1, 2 }, false, "[3]")]
    [InlineData(new[] { -1 }, true, "[3, 4, 1]")]
    [InlineData(new[] { -3, 1 }, false, "[5]")]
    public void Reduction_AlongDimensions_LeavesTheOthers(int[] dims, bool keepDim, string expected)
    {
        foreach (string kind in new[] { "Sum", "Mean", "Max", "Min", "Var" })
        {
            (Shape? output, List<Problem> problems) = Infer(Call(kind, ("Dims", new EquatableArray<int>([.. dims])), ("KeepDim", keepDim)), [3, 4, 5]);
            Assert.Empty(problems);
            Assert.Equal(expected, output!.ToString());
        }
    }

    [Fact]
    public void Reduction_AlongNoSuchDimension_SaysWhichThereAre()
    {
        LayerSpec call = Call("Mean", ("Dims", new EquatableArray<int>([2])));
        AssertProblem("MDSL0112", "'Mean(…)': there is no dimension 2; [16, 8] has dimensions 0 to 1, and −1 is the last one. The batch is not counted.", call, [16, 8]);
        AssertProblem("MDSL0112", "'ArgMax(…)': there is no dimension -2; [16] has dimension 0 alone, and −1 is the last one. The batch is not counted.", Call("ArgMax", ("Dim", -2)), [16]);
    }

    [Fact]
    public void Reduction_AlongADimensionTwice_SaysSo()
        => AssertProblem("MDSL0113", "'Sum(…)' names dimension 2 twice. Leave one out.", Call("Sum", ("Dims", new EquatableArray<int>([2, -1]))), [3, 4, 5]);

    [Fact]
    public void Clamp_WithBoundsTheWrongWayRound_SaysSo()
        => AssertProblem("MDSL0105", "'Clamp(…)': Min is 2, but must be at most Max, which is 1.", Call("Clamp", ("Min", 2f), ("Max", 1f)), [4]);

    [Fact]
    public void Extent_OfSharedValuesAlone_IsShared()
    {
        Value sample = Make("a", Extent.PerSample, 3), parameter = Make("b", Extent.Shared, 3);
        LayerOperator add = FunctionCatalog.Create(Call("Add"));
        Assert.Equal(Extent.Shared, add.ExtentOf([parameter, parameter]));
        Assert.Equal(Extent.PerSample, add.ExtentOf([parameter, sample]));
        Assert.Equal(Extent.Shared, FunctionCatalog.Create(Call("BatchMean")).ExtentOf([sample]));
        Assert.Equal(Extent.Shared, OperatorCatalog.Create(Call("MSELoss")).ExtentOf([sample, sample]));
    }

    private static void AssertProblem(string id, string message, LayerSpec call, params int[][] inputs)
    {
        Problem problem = Assert.Single(Infer(call, inputs).Problems);
        Assert.Equal(id, problem.Descriptor.Id);
        Assert.Equal(message, string.Format(System.Globalization.CultureInfo.InvariantCulture, problem.Descriptor.MessageFormat.ToString(), [.. problem.Arguments]));
    }

    private static (Shape? Output, List<Problem> Problems) Infer(LayerSpec call, params int[][] inputs)
    {
        List<Problem> problems = [];
        ShapeContext shapes = new(call, "call", 0, [.. inputs.Select((shape, i) => Make($"x{i}", Extent.PerSample, shape))], problems);
        FunctionCatalog.Create(call).Infer(shapes);
        return (shapes.Output, problems);
    }

    private static Value Make(string name, Extent extent, params int[] shape) => new(0, name, Shape.Of(shape), ValueRole.Intermediate, extent);

    private static LayerSpec Call(string kind, params (string Name, object Value)[] arguments)
        => new(kind, new EquatableArray<ArgumentSpec>([.. arguments.Select(argument => new ArgumentSpec(argument.Name, argument.Value))]), kind + "(…)", 0);
}
