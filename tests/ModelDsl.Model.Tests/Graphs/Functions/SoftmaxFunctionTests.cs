using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Softmax and its logarithm along any dimension of a sample.</summary>
public class SoftmaxFunctionTests
{
    public static TheoryData<string> Kinds => ["Softmax", "LogSoftmax"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Softmax_AlongEachDimension_ComputesItsDefinition(string kind) => FunctionChecks.Check([..
        from operand in new[] { Samples(1), Samples(17), Samples(3, 17), Samples(4, 1), Samples(3, 4, 5), Samples(2, 3, 4, 5), Samples(2, 3, 1, 2, 3), Parameter(5), Computed(3, 4), Parameter(2, 3, 4) }
        from dim in Enumerable.Range(0, operand.Shape.Length)
        select Case(kind, dim, dim, operand)]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Softmax_CountedFromTheEnd_IsAlongThatDimension(string kind) => FunctionChecks.Check(
        Case(kind, -1, 1, Samples(3, 17)),
        Case(kind, -2, 0, Samples(3, 17)),
        Case(kind, -3, 0, Samples(3, 4, 5)),
        new FunctionCase(Of(kind), x => Definition(kind, x[0], 1), Samples(3, 17)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Softmax_OfPicturesAndFlattenedPictures_KeepsOrdersAndBorders(string kind) => FunctionChecks.Check([
        Case(kind, 0, 0, Flattened(3, 2, 4)),
        .. Enumerable.Range(0, 3).Select(dim => Case(kind, dim, dim, Samples(3, 4, 5)) with { IsBetweenConvolutions = true, Tolerance = 1e-4 })]);

    private static FunctionCase Case(string kind, int dim, int place, FunctionOperand operand) => new(Of(kind, ("Dim", dim)), x => Definition(kind, x[0], place), operand);

    private static NdArray Definition(string kind, NdArray x, int dim)
    {
        NdArray sum = x.Reduce([dim], keepDim: true, values => values.Sum(Math.Exp));
        return NdArray.Map(kind == "Softmax" ? values => Math.Exp(values[0]) / values[1] : values => values[0] - Math.Log(values[1]), x, sum);
    }
}
