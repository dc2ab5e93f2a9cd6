using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Products of vectors, matrices and batches of matrices.</summary>
public class MatMulTests
{
    [Fact]
    public void MatMul_OfSamples_IsPyTorchs() => FunctionChecks.Check(
        MatMul(Samples(5), Samples(5)),
        MatMul(Samples(17), Samples(17)),
        MatMul(Samples(5), Samples(5, 3)),
        MatMul(Samples(3, 5), Samples(5)),
        MatMul(Samples(1, 1), Samples(1, 1)),
        MatMul(Samples(3, 5), Samples(5, 7)),
        MatMul(Samples(15, 4), Samples(4, 33)),
        MatMul(Samples(1, 16), Samples(16, 16)),
        MatMul(Samples(19, 1), Samples(1, 6)),
        MatMul(Samples(6, 17), Samples(17, 1)));

    [Fact]
    public void MatMul_OfBatchesOfMatrices_Broadcasts() => FunctionChecks.Check(
        MatMul(Samples(2, 3, 4), Samples(2, 4, 5)),
        MatMul(Samples(2, 3, 4), Samples(4, 5)),
        MatMul(Samples(3, 4), Samples(2, 4, 5)),
        MatMul(Samples(1, 3, 4), Samples(2, 4, 5)),
        MatMul(Samples(2, 3, 4), Samples(1, 4, 5)),
        MatMul(Samples(2, 3, 4), Samples(4)),
        MatMul(Samples(4), Samples(2, 4, 5)),
        MatMul(Samples(2, 2, 3, 4), Samples(2, 2, 4, 5)),
        MatMul(Samples(2, 1, 3, 4), Samples(3, 4, 5)),
        MatMul(Samples(2, 2, 3, 4), Samples(2, 4, 5)),
        MatMul(Samples(2, 3, 1, 3, 2), Samples(3, 2, 2, 1)));

    [Fact]
    public void MatMul_WithASharedMatrix_SumsItsGradientOverSamples() => FunctionChecks.Check(
        MatMul(Samples(5), Parameter(5, 7)),
        MatMul(Samples(3, 5), Parameter(5, 7)),
        MatMul(Samples(3, 5), Parameter(5, 16)),
        MatMul(Samples(3, 5), Parameter(5, 48)),
        MatMul(Samples(3, 5), Parameter(5, 50)),
        MatMul(Samples(3, 5), Computed(5, 7)),
        MatMul(Samples(3, 5), Parameter(5)),
        MatMul(Samples(2, 3, 5), Parameter(5, 4)),
        MatMul(Samples(2, 3, 5), Parameter(2, 5, 4)),
        MatMul(Samples(3, 5), Parameter(2, 5, 4)),
        MatMul(Samples(2, 2, 3, 5), Parameter(2, 5, 4)),
        MatMul(Samples(2, 2, 3, 5), Parameter(5, 4)),
        MatMul(Parameter(3, 5), Samples(5, 7)),
        MatMul(Computed(3, 5), Samples(5)),
        MatMul(Parameter(5), Samples(5, 7)),
        MatMul(Parameter(2, 3, 5), Samples(5, 7)),
        MatMul(Parameter(2, 1, 3, 5), Samples(4, 5, 2)),
        MatMul(Parameter(16, 16), Samples(16, 16)));

    [Fact]
    public void MatMul_OfSharedMatrices_IsShared() => FunctionChecks.Check(
        MatMul(Parameter(3, 5), Parameter(5, 7)),
        MatMul(Computed(3, 5), Parameter(5)),
        MatMul(Parameter(5), Parameter(5)),
        MatMul(Parameter(2, 3, 5), Computed(5, 16)),
        MatMul(Parameter(3, 5), Parameter(2, 5, 7)));

    [Fact]
    public void MatMul_OfFlattenedPictures_MendsTheOrder() => FunctionChecks.Check(
        MatMul(Flattened(3, 2, 4), Samples(24, 3)),
        MatMul(Flattened(3, 2, 4), Parameter(24, 3)),
        MatMul(Samples(3, 24), Flattened(3, 2, 4)));

    [Fact]
    public void MatMul_BetweenConvolutions_KeepsBordersClear() => FunctionChecks.Check([.. new[]
    {
        MatMul(Samples(3, 4, 4), Samples(3, 4, 4)),
        MatMul(Samples(3, 4, 5), Parameter(5, 5)),
        MatMul(Parameter(4, 4), Samples(1, 4, 5)),
    }.Select(test => test with { IsBetweenConvolutions = true, Tolerance = 1e-4 })]);

    private static FunctionCase MatMul(FunctionOperand a, FunctionOperand b) => new(Of("MatMul"), x => Product(x[0], x[1]), a, b);

    internal static NdArray Product(NdArray a, NdArray b)
    {
        NdArray left = a.Shape.Length == 1 ? a with { Shape = [1, a.Shape[0]] } : a, right = b.Shape.Length == 1 ? b with { Shape = [b.Shape[0], 1] } : b;
        int[] batch = NdArray.Map(_ => 0, new NdArray(left.Shape[..^2]), new NdArray(right.Shape[..^2])).Shape;
        (int m, int k, int n) = (left.Shape[^2], left.Shape[^1], right.Shape[^1]);
        NdArray y = new([.. batch, m, n]);
        foreach (int[] at in NdArray.Positions(y.Shape))
        {
            for (int i = 0; i < k; i++) y[at] += Element(left, [.. at[..^1], i]) * Element(right, [.. at[..^2], i, at[^1]]);
        }
        return y with { Shape = [.. batch, .. a.Shape.Length == 1 ? Array.Empty<int>() : [m], .. b.Shape.Length == 1 ? Array.Empty<int>() : [n]] };
    }

    private static double Element(NdArray x, int[] index)
    {
        int missing = index.Length - x.Shape.Length;
        return x[[.. x.Shape.Select((size, i) => size == 1 ? 0 : index[i + missing])]];
    }
}
