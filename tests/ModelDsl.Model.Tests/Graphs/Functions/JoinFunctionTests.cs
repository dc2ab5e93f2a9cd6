using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Values one behind the other; what samples share is there for each of them.</summary>
public class JoinFunctionTests
{
    [Fact]
    public void Concat_OfSamples_PutsThemOneBehindTheOther() => FunctionChecks.Check(
        Concat(0, Samples(5), Samples(3)),
        Concat(0, Samples(16), Samples(1), Samples(16)),
        Concat(-1, Samples(3, 5), Samples(3, 16), Samples(3, 1)),
        Concat(0, Samples(3, 17), Samples(1, 17)),
        Concat(0, Samples(3, 4, 5), Samples(1, 4, 5), Samples(13, 4, 5)),
        Concat(1, Samples(3, 4, 5), Samples(3, 2, 5)),
        Concat(2, Samples(3, 4, 5), Samples(3, 4, 1)),
        Concat(2, Samples(1, 4, 5), Samples(1, 4, 2)),
        Concat(0, Samples(2, 3, 4, 5), Samples(1, 3, 4, 5)),
        Concat(2, Samples(2, 3, 4, 5), Samples(2, 3, 1, 5)),
        Concat(3, Samples(2, 3, 4, 5), Samples(2, 3, 4, 16)),
        Concat(0, Samples(4)));

    [Fact]
    public void Concat_WithSharedValues_RepeatsThemForEachSample() => FunctionChecks.Check(
        Concat(0, Parameter(1, 6), Samples(3, 6)),
        Concat(1, Samples(3, 6), Computed(3, 2)),
        Concat(0, Samples(5), Parameter(3)),
        Concat(0, Parameter(2, 4, 5), Samples(3, 4, 5)),
        Concat(2, Samples(3, 4, 5), Computed(3, 4, 2)),
        Concat(0, Parameter(5), Parameter(3)),
        Concat(1, Computed(3, 5), Parameter(3, 2)),
        Concat(-1, Parameter(2, 3, 2, 4), Samples(2, 3, 2, 1)));

    [Fact]
    public void Stack_InEachPlace_AddsADimension() => FunctionChecks.Check(
        Stack(0, Samples(17), Samples(17)),
        Stack(1, Samples(17), Samples(17), Samples(17)),
        Stack(-1, Samples(5), Samples(5)),
        Stack(0, Samples(), Samples(), Samples()),
        Stack(0, Samples(4, 5), Samples(4, 5)),
        Stack(1, Samples(4, 5), Samples(4, 5)),
        Stack(2, Samples(4, 5), Samples(4, 5)),
        Stack(0, Samples(3, 4, 5), Samples(3, 4, 5)),
        Stack(3, Samples(3, 4, 5), Samples(3, 4, 5)),
        Stack(1, Samples(2, 3, 4, 5), Samples(2, 3, 4, 5)),
        Stack(0, Samples(5)));

    [Fact]
    public void Stack_WithSharedValues_RepeatsThemForEachSample() => FunctionChecks.Check(
        Stack(0, Parameter(4, 5), Samples(4, 5)),
        Stack(2, Samples(4, 5), Computed(4, 5)),
        Stack(1, Parameter(5), Computed(5)),
        Stack(0, Parameter(), Samples()));

    [Fact]
    public void Joins_OfFlattenedPictures_MendTheirOrder() => FunctionChecks.Check(
        Concat(0, Flattened(3, 2, 4), Samples(5)),
        Concat(0, Flattened(3, 2, 4), Flattened(3, 2, 4)),
        Stack(0, Flattened(3, 2, 4), Samples(24)));

    [Fact]
    public void Joins_BetweenConvolutions_KeepBordersClear() => FunctionChecks.Check([.. new[]
    {
        Concat(0, Samples(3, 4, 5), Samples(2, 4, 5)),
        Concat(0, Samples(16, 2, 2), Samples(1, 2, 2)),
        Concat(1, Samples(3, 4, 5), Samples(3, 1, 5)),
        Concat(2, Samples(3, 4, 2), Parameter(3, 4, 1)),
        Stack(0, Samples(4, 5), Samples(4, 5)),
        Stack(2, Samples(3, 4), Samples(3, 4)),
    }.Select(test => test with { IsBetweenConvolutions = true, Tolerance = 1e-4 })]);

    private static FunctionCase Concat(int dim, params FunctionOperand[] operands) => new(Of("Concat", ("Dim", dim)), x => Joined(x, dim < 0 ? dim + x[0].Shape.Length : dim), operands);

    private static FunctionCase Stack(int dim, params FunctionOperand[] operands)
        => new(Of("Stack", ("Dim", dim)), x =>
        {
            int place = dim < 0 ? dim + x[0].Shape.Length + 1 : dim;
            return Joined([.. x.Select(part => part with { Shape = [.. part.Shape[..place], 1, .. part.Shape[place..]] })], place);
        }, operands);

    private static NdArray Joined(NdArray[] parts, int dim)
    {
        NdArray y = new([.. parts[0].Shape.Select((size, i) => i == dim ? parts.Sum(part => part.Shape[dim]) : size)]);
        int start = 0;
        foreach (NdArray part in parts)
        {
            foreach (int[] at in NdArray.Positions(part.Shape)) y[[.. at.Select((place, i) => i == dim ? place + start : place)]] = part[at];
            start += part.Shape[dim];
        }
        return y;
    }
}
