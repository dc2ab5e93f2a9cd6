using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Parts of one dimension. What a part leaves out has no gradient.</summary>
public class SliceFunctionTests
{
    public static TheoryData<int> Ranks => [1, 2, 3, 4];

    private static readonly int[][] Shapes = [[], [19], [6, 19], [7, 5, 6], [3, 4, 5, 6]];

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Narrow_InEachDimension_TakesNeighbours(int rank) => FunctionChecks.Check([..
        from dim in Enumerable.Range(0, rank)
        let size = Shapes[rank][dim]
        from part in new (int Start, int Length, FunctionOperand Operand)[] { (0, 2, Samples(Shapes[rank])), (size - 1, 1, Samples(Shapes[rank])), (1, 2, Parameter(Shapes[rank])) }
        select Slice(Of("Narrow", ("Dim", dim), ("Start", part.Start), ("Length", part.Length)), dim, part.Start, part.Length, part.Operand)]);

    [Fact]
    public void Narrow_FromTheEnd_CountsBackwards() => FunctionChecks.Check(
        Slice(Of("Narrow", ("Dim", 1), ("Start", 0), ("Length", 19)), 1, 0, 19, Samples(4, 19)),
        Slice(Of("Narrow", ("Dim", -1), ("Start", -3)), 1, 16, 3, Samples(4, 19)),
        Slice(Of("Narrow", ("Dim", -1), ("Start", -3), ("Length", 2)), 1, 16, 2, Samples(4, 19)),
        Slice(Of("Narrow", ("Dim", -2), ("Start", 1)), 0, 1, 3, Samples(4, 19)),
        Slice(Of("Narrow", ("Dim", 1), ("Start", 2), ("End", -1)), 1, 2, 16, Samples(4, 19)),
        Slice(Of("Narrow", ("Dim", 1), ("Start", 0), ("End", 16)), 1, 0, 16, Samples(4, 19)),
        Slice(Of("Narrow", ("Dim", 0), ("Start", -4), ("End", -1)), 0, 1, 3, Samples(5, 3, 4)));

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Select_InEachDimension_DropsIt(int rank) => FunctionChecks.Check([..
        from dim in Enumerable.Range(0, rank)
        let size = Shapes[rank][dim]
        from place in new (int Index, FunctionOperand Operand)[] { (1, Samples(Shapes[rank])), (-1, Samples(Shapes[rank])), (0, Computed(Shapes[rank])) }
        select Slice(Of("Select", ("Dim", dim - (place.Index < 0 ? rank : 0)), ("Index", place.Index)), dim, (place.Index + size) % size, 1, place.Operand, drops: true)]);

    [Fact]
    public void SplitAndChunk_EachPart_IsWherePyTorchHasIt() => FunctionChecks.Check(
        Slice(Of("Split", ("Size", 3), ("Dim", 1), ("Part", 0)), 1, 0, 3, Samples(4, 8)),
        Slice(Of("Split", ("Size", 3), ("Dim", 1), ("Part", 2)), 1, 6, 2, Samples(4, 8)),
        Slice(Of("Split", ("Size", 3), ("Part", 1)), 0, 3, 1, Samples(4, 8)),
        Slice(Of("Split", ("Sizes", Dims(1, 4, 2)), ("Dim", 0), ("Part", 1)), 0, 1, 4, Samples(7, 3, 4)),
        Slice(Of("Split", ("Sizes", Dims(8, 16)), ("Dim", -1), ("Part", 1)), 1, 8, 16, Samples(3, 24)),
        Slice(Of("Chunk", ("Chunks", 3), ("Dim", 0), ("Part", 2)), 0, 6, 1, Samples(7, 3, 4)),
        Slice(Of("Chunk", ("Chunks", 3), ("Dim", 1), ("Part", 0)), 1, 0, 16, Samples(3, 48)),
        Slice(Of("Chunk", ("Chunks", 4), ("Dim", 0), ("Part", 2)), 0, 4, 1, Samples(5)),
        Slice(Of("Chunk", ("Chunks", 1), ("Dim", 0), ("Part", 0)), 0, 0, 5, Samples(5)));

    [Fact]
    public void Narrow_OfFlattenedPictures_TakesTheDeclaredOrder() => FunctionChecks.Check(
        Slice(Of("Narrow", ("Dim", 0), ("Start", 5), ("Length", 13)), 0, 5, 13, Flattened(3, 2, 4)),
        Slice(Of("Select", ("Dim", 0), ("Index", 5)), 0, 5, 1, Flattened(3, 2, 4), drops: true));

    [Fact]
    public void Slices_BetweenConvolutions_KeepBordersClear() => FunctionChecks.Check([.. new[]
    {
        Slice(Of("Narrow", ("Dim", 0), ("Start", 1), ("Length", 2)), 0, 1, 2, Samples(4, 4, 5)),
        Slice(Of("Narrow", ("Dim", 1), ("Start", 1), ("Length", 3)), 1, 1, 3, Samples(4, 4, 5)),
        Slice(Of("Narrow", ("Dim", 2), ("Start", 2), ("Length", 3)), 2, 2, 3, Samples(1, 4, 5)),
        Slice(Of("Select", ("Dim", 0), ("Index", 1)), 0, 1, 1, Samples(2, 3, 4, 5), drops: true),
        Slice(Of("Narrow", ("Dim", 0), ("Start", 16), ("Length", 1)), 0, 16, 1, Samples(17, 2, 3)),
    }.Select(test => test with { IsBetweenConvolutions = true, Tolerance = 1e-4 })]);

    private static FunctionCase Slice(Generator.Declaration.LayerSpec call, int dim, int start, int length, FunctionOperand operand, bool drops = false) => new(
        call,
        x =>
        {
            NdArray y = new([.. x[0].Shape.Select((size, i) => i == dim ? length : size)]);
            foreach (int[] at in NdArray.Positions(y.Shape)) y[at] = x[0][[.. at.Select((place, i) => i == dim ? place + start : place)]];
            return drops ? y with { Shape = [.. y.Shape.Where((_, i) => i != dim)] } : y;
        },
        operand);
}
