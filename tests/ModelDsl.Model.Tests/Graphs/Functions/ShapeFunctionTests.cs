using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Functions that give values another shape and change none: they must be where PyTorch has them, however they lie in memory.</summary>
public class ShapeFunctionTests
{
    [Fact]
    public void Reshape_OfAnyRanks_KeepsTheDeclaredOrder() => FunctionChecks.Check(
        Reshape([24], Samples(4, 6)),
        Reshape([4, 6], Samples(24)),
        Reshape([6, 4], Samples(4, 6)),
        Reshape([2, 12], Samples(4, 6)),
        Reshape([2, 3, 4], Samples(4, 6)),
        Reshape([4, 3, 2], Samples(2, 3, 4)),
        Reshape([3, 20], Samples(3, 4, 5)),
        Reshape([60], Samples(3, 4, 5)),
        Reshape([5, 3, 4], Samples(3, 4, 5)),
        Reshape([1, 3, 4, 5], Samples(3, 4, 5)),
        Reshape([3, 4, 5], Samples(1, 3, 4, 5)),
        Reshape([2, 3, 2, 5], Samples(6, 10)),
        Reshape([2, 3, 2, 5, 1], Samples(3, 4, 5)),
        Reshape([32, 2], Samples(2, 32)),
        Reshape([2, 2, 16], Samples(4, 16)),
        Reshape([17, 1], Samples(17)),
        Reshape([17], Samples(17, 1)),
        Reshape([1, 17, 1], Samples(17, 1)),
        Reshape([1, 1], Samples()),
        Reshape([], Samples(1, 1, 1)),
        Reshape([3, -1], Samples(3, 4, 5), 3, 20),
        Reshape([-1], Samples(2, 3, 2, 5), 60),
        Reshape([-1, 5], Samples(5), 1, 5));

    [Fact]
    public void Reshape_OfSharedValues_KeepsTheDeclaredOrder() => FunctionChecks.Check(
        Reshape([24], Parameter(4, 6)),
        Reshape([6, 4], Computed(4, 6)),
        Reshape([2, 3, 4], Parameter(24)),
        Reshape([3, 20], Computed(3, 4, 5)));

    [Fact]
    public void Reshape_OfFlattenedPictures_MendsTheOrder() => FunctionChecks.Check(
        Reshape([6, 4], Flattened(3, 2, 4)),
        Reshape([3, 2, 4], Flattened(3, 2, 4)),
        Reshape([24], Flattened(3, 2, 4)),
        Reshape([3, 8], Flattened(2, 4, 3)));

    [Fact]
    public void Flatten_OfSomeDimensions_JoinsThem() => FunctionChecks.Check(
        Flatten(0, -1, [60], Samples(3, 4, 5)),
        Flatten(1, 2, [3, 20], Samples(3, 4, 5)),
        Flatten(0, 1, [12, 5], Samples(3, 4, 5)),
        Flatten(-3, -2, [2, 12, 5], Samples(2, 3, 4, 5)),
        Flatten(0, 2, [12, 5], Samples(2, 3, 2, 5)),
        Flatten(0, -1, [17], Samples(17)),
        Flatten(0, -1, [24], Flattened(3, 2, 4)),
        Flatten(0, -1, [1], Samples()),
        Flatten(0, -1, [24], Parameter(2, 3, 4)),
        Flatten(1, 1, [3, 4, 5], Samples(3, 4, 5)));

    [Fact]
    public void SqueezeAndUnsqueeze_AnyDimension_DropAndAddIt() => FunctionChecks.Check(
        Move("Squeeze", [17], [("Dim", 0)], Samples(1, 17)),
        Move("Squeeze", [17], [("Dim", -1)], Samples(17, 1)),
        Move("Squeeze", [4, 5], [("Dim", 0)], Samples(1, 4, 5)),
        Move("Squeeze", [3, 5], [("Dim", 1)], Samples(3, 1, 5)),
        Move("Squeeze", [3, 4], [("Dim", 2)], Computed(3, 4, 1)),
        Move("Squeeze", [3, 4], [("Dim", 1)], Samples(3, 4)),
        Move("Unsqueeze", [1, 17], [("Dim", 0)], Samples(17)),
        Move("Unsqueeze", [17, 1], [("Dim", -1)], Samples(17)),
        Move("Unsqueeze", [1, 4, 5], [("Dim", 0)], Samples(4, 5)),
        Move("Unsqueeze", [4, 1, 5], [("Dim", 1)], Samples(4, 5)),
        Move("Unsqueeze", [3, 4, 5, 1], [("Dim", 3)], Samples(3, 4, 5)),
        Move("Unsqueeze", [1], [("Dim", 0)], Samples()),
        Move("Unsqueeze", [4, 1], [("Dim", 1)], Parameter(4)));

    [Fact]
    public void Transpose_OfAnyTwoDimensions_ExchangesThem() => FunctionChecks.Check(
        Transpose(0, 1, Samples(3, 17)),
        Transpose(0, 1, Samples(16, 16)),
        Transpose(-1, -2, Samples(19, 10)),
        Transpose(0, 1, Samples(1, 17)),
        Transpose(0, 1, Samples(17, 1)),
        Transpose(0, 2, Samples(3, 4, 5)),
        Transpose(1, 2, Samples(3, 4, 5)),
        Transpose(0, 1, Samples(17, 2, 3)),
        Transpose(1, 2, Samples(1, 4, 5)),
        Transpose(1, 3, Samples(2, 3, 4, 5)),
        Transpose(0, 1, Samples(2, 3, 4, 17)),
        Transpose(0, 1, Parameter(3, 17)),
        Transpose(0, 2, Computed(3, 4, 5)),
        Transpose(1, 1, Samples(3, 4)));

    [Fact]
    public void Permute_AnyOrder_MovesDimensions() => FunctionChecks.Check(
        Permute([1, 0], Samples(3, 17)),
        Permute([2, 0, 1], Samples(3, 4, 5)),
        Permute([1, 2, 0], Samples(3, 4, 5)),
        Permute([1, 2, 0], Samples(1, 4, 5)),
        Permute([0, -1, 1], Samples(17, 2, 3)),
        Permute([0, 1, 2], Samples(3, 4, 5)),
        Permute([3, 1, 0, 2], Samples(2, 3, 4, 5)),
        Permute([0, 2, 1, 3], Samples(2, 3, 4, 5)),
        Permute([4, 0, 3, 1, 2], Samples(2, 3, 1, 2, 4)),
        Permute([2, 0, 1], Parameter(3, 4, 5)),
        Permute([0], Flattened(3, 2, 4)));

    [Fact]
    public void Expand_OfSizesOfOne_RepeatsThem() => FunctionChecks.Check(
        Expand([3, 5], [3, 5], Samples(1, 5)),
        Expand([3, 5], [3, 5], Samples(3, 1)),
        Expand([3, 5], [3, 5], Samples(5)),
        Expand([1, 17], [1, 17], Samples(17)),
        Expand([3, -1, 5], [3, 4, 5], Samples(3, 4, 1)),
        Expand([-1, 4, 5], [3, 4, 5], Samples(3, 1, 1)),
        Expand([2, -1, -1, -1], [2, 3, 4, 5], Samples(3, 4, 5)),
        Expand([4], [4], Samples()),
        Expand([3, 4], [3, 4], Samples(3, 4)),
        Expand([3, 5], [3, 5], Parameter(5)),
        Expand([2, 3, 4], [2, 3, 4], Computed(3, 1)));

    [Fact]
    public void ShapeFunctions_BetweenConvolutions_KeepBordersClear() => FunctionChecks.Check([.. new[]
    {
        Transpose(1, 2, Samples(3, 4, 4)),
        Transpose(0, 1, Samples(3, 3, 4)),
        Permute([1, 2, 0], Samples(4, 4, 4)),
        Reshape([4, 3, 2], Samples(4, 2, 3)),
        Reshape([2, 6, 3], Samples(3, 4, 3)),
        Reshape([4, 4, 3], Samples(2, 4, 6)),
        Expand([3, 4, 5], [3, 4, 5], Samples(3, 1, 1)),
        Move("Unsqueeze", [1, 4, 5], [("Dim", 0)], Samples(4, 5)),
    }.Select(test => test with { IsBetweenConvolutions = true, Tolerance = 1e-4 })]);

    private static FunctionCase Reshape(int[] sizes, FunctionOperand operand, params int[] shape)
        => Move("Reshape", shape.Length > 0 ? shape : sizes, [("Sizes", Dims(sizes))], operand);

    private static FunctionCase Flatten(int start, int end, int[] shape, FunctionOperand operand)
        => Move("Flatten", shape, start == 0 && end == -1 ? [] : [("StartDim", start), ("EndDim", end)], operand);

    /// <summary>The same values in the declared order.</summary>
    private static FunctionCase Move(string kind, int[] shape, (string, object)[] arguments, FunctionOperand operand)
        => new(Of(kind, arguments), x => new NdArray(shape, x[0].Values), operand);

    private static FunctionCase Transpose(int first, int second, FunctionOperand operand)
    {
        int rank = operand.Shape.Length;
        int[] order = [.. Enumerable.Range(0, rank)];
        (order[(first + rank) % rank], order[(second + rank) % rank]) = ((second + rank) % rank, (first + rank) % rank);
        return new(Of("Transpose", ("Dim0", first), ("Dim1", second)), x => Permuted(x[0], order), operand);
    }

    private static FunctionCase Permute(int[] dims, FunctionOperand operand)
        => new(Of("Permute", ("Dims", Dims(dims))), x => Permuted(x[0], [.. dims.Select(dim => dim < 0 ? dim + dims.Length : dim)]), operand);

    private static FunctionCase Expand(int[] sizes, int[] shape, FunctionOperand operand)
        => new(Of("Expand", ("Sizes", Dims(sizes))), x => NdArray.Map(values => values[0], x[0], new NdArray(shape)), operand);

    private static NdArray Permuted(NdArray x, int[] order)
    {
        NdArray y = new([.. order.Select(dim => x.Shape[dim])]);
        foreach (int[] at in NdArray.Positions(y.Shape))
        {
            int[] from = new int[order.Length];
            for (int i = 0; i < order.Length; i++) from[order[i]] = at[i];
            y[at] = x[from];
        }
        return y;
    }
}
