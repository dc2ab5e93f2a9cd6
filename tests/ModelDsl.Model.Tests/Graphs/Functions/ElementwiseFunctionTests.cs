using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Functions of two values, element by element, whose shapes broadcast.</summary>
public class ElementwiseFunctionTests
{
    private static readonly Func<Random, double> Positive = random => random.NextDouble() * 2 + 0.5;

    private static readonly Dictionary<string, Func<double, double, double>> Definitions = new()
    {
        ["Add"] = (a, b) => a + b,
        ["Subtract"] = (a, b) => a - b,
        ["Multiply"] = (a, b) => a * b,
        ["Divide"] = (a, b) => a / b,
        ["Maximum"] = Math.Max,
        ["Minimum"] = Math.Min,
        ["Pow"] = Math.Pow,
        ["Greater"] = (a, b) => a > b ? 1 : 0,
        ["Less"] = (a, b) => a < b ? 1 : 0,
        ["GreaterEqual"] = (a, b) => a >= b ? 1 : 0,
        ["LessEqual"] = (a, b) => a <= b ? 1 : 0,
        ["Eq"] = (a, b) => a == b ? 1 : 0,
        ["Ne"] = (a, b) => a != b ? 1 : 0,
    };

    public static TheoryData<string> Kinds => [.. Definitions.Keys];

    /// <summary>One comparison broadcasts like another.</summary>
    public static TheoryData<string> Different => ["Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum", "Pow", "GreaterEqual"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_OfOneShape_ComputesItsDefinition(string kind) => Check(
        kind,
        [Samples(), Samples()],
        [Samples(5), Samples(5)],
        [Samples(16), Samples(16)],
        [Samples(3, 17), Samples(3, 17)],
        [Samples(3, 4, 5), Samples(3, 4, 5)],
        [Samples(1, 3, 2), Samples(1, 3, 2)],
        [Samples(2, 3, 2, 5), Samples(2, 3, 2, 5)],
        [Parameter(3, 4), Parameter(3, 4)],
        [Computed(7), Parameter(7)],
        [Flattened(3, 2, 4), Flattened(3, 2, 4)]);

    [Theory]
    [MemberData(nameof(Different))]
    public void Function_OfShapesThatBroadcast_ComputesItsDefinition(string kind) => Check(
        kind,
        [Samples(5), Samples()],
        [Samples(), Samples(5)],
        [Samples(3, 5), Samples(5)],
        [Samples(3, 5), Samples(3, 1)],
        [Samples(3, 1), Samples(1, 5)],
        [Samples(3, 4, 5), Samples(3, 1, 1)],
        [Samples(3, 4, 5), Samples(4, 5)],
        [Samples(3, 4, 5), Samples(3, 4, 1)],
        [Samples(1, 4, 5), Samples(3, 1, 5)],
        [Samples(2, 3, 4, 5), Samples(3, 1, 5)],
        [Samples(16, 2, 3), Samples(16, 1, 1)]);

    [Theory]
    [MemberData(nameof(Different))]
    public void Function_WithSharedValues_ComputesItsDefinition(string kind) => Check(
        kind,
        [Samples(), Parameter()],
        [Samples(5), Parameter()],
        [Samples(16), Parameter()],
        [Parameter(5), Samples(5)],
        [Samples(3, 5), Parameter(5)],
        [Samples(3, 5), Computed(3, 1)],
        [Samples(1, 1), Parameter(3, 16)],
        [Samples(3, 4, 5), Parameter(3, 1, 1)],
        [Samples(3, 4, 5), Parameter(3, 4, 5)],
        [Samples(3, 4, 5), Computed(5)],
        [Samples(2, 1, 4, 5), Parameter(3, 1, 1)],
        [Parameter(3, 1), Computed(4)],
        [Parameter(), Parameter()]);

    [Theory]
    [MemberData(nameof(Different))]
    public void Function_BetweenConvolutions_KeepsBordersClear(string kind)
        => FunctionChecks.Check([.. Cases(kind, [Samples(3, 4, 5), Samples(3, 4, 5)], [Samples(5, 3, 3), Samples(5, 1, 1)], [Samples(2, 4, 3), Parameter(2, 4, 3)], [Samples(1, 4, 3), Parameter()])
            .Select(test => test with { IsBetweenConvolutions = true, Tolerance = 1e-4 })]);

    [Theory]
    [MemberData(nameof(Different))]
    public void Function_OfFlattenedPictures_MendsOrdersThatDiffer(string kind) => Check(
        kind,
        [Flattened(3, 2, 4), Samples(24)],
        [Samples(24), Flattened(3, 2, 4)],
        [Flattened(3, 2, 4), Flattened(2, 4, 3)],
        [Flattened(3, 2, 4), Parameter(24)],
        [Flattened(3, 2, 4), Parameter()],
        [Flattened(5, 1, 1), Samples(5)]);

    [Theory]
    [MemberData(nameof(Different))]
    public void Function_OfFlattenedPicturesBeforeALinearLayer_LeavesFinitePads(string kind)
        => FunctionChecks.Check([.. Cases(kind, [Flattened(3, 2, 4), Flattened(3, 2, 4)]).Select(test => test with { IsBeforeLinear = true, Tolerance = 1e-4 })]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_WithAConstant_ComputesItsDefinition(string kind)
    {
        Func<double, double, double> f = Definitions[kind];
        float[] constants = kind == "Pow" ? [2, 3, 0.5f, -0.5f, 1, -1, 0, 0.75f] : [0.75f, -1];
        FunctionChecks.Check([.. from shape in new int[][] { [], [3, 17], [3, 4, 5] }
            from constant in constants
            from side in new[] { "Left", "Right" }
            where kind != "Pow" || side == "Right" || constant > 0
            select new FunctionCase(
                Of(kind, (side, constant)),
                x => NdArray.Map(values => side == "Left" ? f(constant, values[0]) : f(values[0], constant), x),
                Samples(shape) with { Draw = Positive })]);
    }

    [Fact]
    public void Where_OfShapesThatBroadcast_ChoosesByTheCondition()
    {
        Func<Random, double> flag = random => random.Next(2);
        static NdArray Definition(NdArray[] x) => NdArray.Map(values => values[0] != 0 ? values[1] : values[2], x);
        FunctionOperand[][] operands =
        [
            [Samples(3, 5), Samples(3, 5), Samples(3, 5)],
            [Samples(3, 1), Samples(3, 5), Samples(5)],
            [Samples(3, 4, 5), Parameter(), Samples(3, 4, 5)],
            [Samples(3, 4, 5), Samples(3, 4, 5), Parameter(3, 1, 1)],
            [Parameter(5), Samples(3, 5), Samples()],
            [Parameter(4), Parameter(4), Computed(3, 1)],
            [Flattened(3, 2, 2), Flattened(3, 2, 2), Flattened(3, 2, 2)],
        ];
        FunctionChecks.Check([
            .. operands.Select(given => new FunctionCase(Of("Where"), Definition, [new FunctionOperand(given[0].Source, given[0].Shape) { Draw = flag, IsFlattened = given[0].IsFlattened }, given[1], given[2]])),
            new FunctionCase(Of("Where", ("Right", -3f)), x => NdArray.Map(values => values[0] != 0 ? values[1] : -3, x), Samples(4, 5) with { Draw = flag }, Samples(4, 5)),
            new FunctionCase(Of("Where", ("Left", -3f)), x => NdArray.Map(values => values[0] != 0 ? -3 : values[1], x), Samples(4, 5) with { Draw = flag }, Samples(5)),
            new FunctionCase(Of("Where", ("Left", 2f), ("Right", -3f)), x => NdArray.Map(values => values[0] != 0 ? 2 : -3, x), Samples(4, 5) with { Draw = flag }),
        ]);
    }

    private static void Check(string kind, params FunctionOperand[][] operands) => FunctionChecks.Check([.. Cases(kind, operands)]);

    private static IEnumerable<FunctionCase> Cases(string kind, params FunctionOperand[][] operands)
        => operands.Select(given => new FunctionCase(
            Of(kind), x => NdArray.Map(values => Definitions[kind](values[0], values[1]), x), [.. given.Select(operand => kind is "Divide" or "Pow" ? operand with { Draw = Positive } : operand)]));
}
