using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Functions that make one value of all values along some dimensions.</summary>
public class ReductionFunctionTests
{
    private static readonly Dictionary<string, Func<double[], double>> Definitions = new()
    {
        ["Sum"] = x => x.Sum(),
        ["Mean"] = x => x.Average(),
        ["Max"] = x => x.Max(),
        ["Min"] = x => x.Min(),
        ["Var"] = x => x.Sum(value => Math.Pow(value - x.Average(), 2)) / Math.Max(0, x.Length - 1),
    };

    private static readonly (int[] Shape, int[] Dims)[] Reduced =
    [
        ([], []),
        ([5], []),
        ([32], [0]),
        ([3, 17], []),
        ([3, 17], [0]),
        ([3, 17], [-1]),
        ([4, 16], [0, 1]),
        ([3, 4, 5], []),
        ([3, 4, 5], [1, 2]),
        ([3, 4, 5], [0]),
        ([3, 4, 5], [1]),
        ([3, 4, 5], [2]),
        ([3, 4, 5], [0, 2]),
        ([18, 4, 3], [1, 2]),
        ([18, 4, 3], [-3, 1]),
        ([1, 4, 5], [1, 2]),
        ([1, 4, 5], [0]),
        ([4, 1, 1], [1, 2]),
        ([2, 3, 4, 5], [1]),
        ([2, 3, 4, 5], [0, 2]),
        ([2, 3, 4, 5], [3]),
        ([2, 3, 4, 5], [1, 3]),
    ];

    public static TheoryData<string> Kinds => [.. Definitions.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_OfSamples_ComputesItsDefinition(string kind) => FunctionChecks.Check([.. Cases(kind, FunctionOperand.Samples)]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_OfSharedValues_ComputesItsDefinition(string kind) => FunctionChecks.Check([.. Cases(kind, FunctionOperand.Parameter).Where((_, i) => i % 2 == 1)]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_BesideAConvolution_DoesNotReadTheBorder(string kind) => FunctionChecks.Check([
        .. from dims in new int[][] { [1, 2], [0], [2], [0, 1, 2] }
           select Case(kind, Samples(3, 4, 5), dims, keepDim: true) with { IsBetweenConvolutions = true, Tolerance = 1e-4 }]);

    [Fact]
    public void Function_OfAFlattenedPicture_ReadsItsValuesAlone() => FunctionChecks.Check([
        .. from kind in Definitions.Keys select Case(kind, Flattened(3, 2, 4), [0], keepDim: false)]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Var_WithACorrection_DividesByFewer(int correction) => FunctionChecks.Check(
        new FunctionCase(
            Of("Var", ("Dims", Dims(1)), ("Correction", correction)),
            x => x[0].Reduce([1], false, values => values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - correction)),
            Samples(3, 5)));

    [Fact]
    public void ArgMax_AlongADimension_IsTheNumberOfTheFirstGreatest()
    {
        // Values from few, so that many are equal.
        FunctionOperand Few(params int[] shape) => Samples(shape) with { Draw = random => random.Next(3) };
        FunctionChecks.Check([
            .. from test in new (int[] Shape, int Dim)[] { ([7], 0), ([3, 17], 1), ([3, 17], -2), ([3, 4, 5], 0), ([3, 4, 5], 1), ([3, 4, 5], 2), ([2, 3, 4, 5], 1), ([1, 4, 5], 0) }
               from keepDim in new[] { false, true }
               select new FunctionCase(
                   Of("ArgMax", ("Dim", test.Dim), ("KeepDim", keepDim)), x => x[0].Reduce([test.Dim], keepDim, values => Array.IndexOf(values, values.Max())), Few(test.Shape)) { IsSmooth = false }]);
    }

    private static IEnumerable<FunctionCase> Cases(string kind, Func<int[], FunctionOperand> operand)
        => from test in Reduced
           from keepDim in test.Shape.Length == 3 ? [false, true] : new[] { test.Shape.Length % 2 == 0 }
           // The variance of a single value is not a number.
           where kind != "Var" || test.Shape.Where((_, i) => test.Dims.Length == 0 || test.Dims.Contains(i) || test.Dims.Contains(i - test.Shape.Length)).Aggregate(1, (a, b) => a * b) > 1
           select Case(kind, operand(test.Shape), test.Dims, keepDim);

    private static FunctionCase Case(string kind, FunctionOperand operand, int[] dims, bool keepDim)
    {
        (string, object)[] written = dims.Length > 0 ? [("Dims", Dims(dims)), ("KeepDim", keepDim)] : [("KeepDim", keepDim)];
        return new FunctionCase(Of(kind, written), x => x[0].Reduce(dims, keepDim, Definitions[kind]), operand);
    }
}
