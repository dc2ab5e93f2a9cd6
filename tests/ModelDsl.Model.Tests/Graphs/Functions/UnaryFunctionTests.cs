using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Functions of each value by itself, of samples in any layout and of what they share.</summary>
public class UnaryFunctionTests
{
    private static readonly Dictionary<string, Func<double, double>> Definitions = new()
    {
        ["Neg"] = x => -x,
        ["Exp"] = Math.Exp,
        ["Log"] = Math.Log,
        ["Sqrt"] = Math.Sqrt,
        ["Abs"] = Math.Abs,
        ["Square"] = x => x * x,
    };

    public static TheoryData<string> Kinds => [.. Definitions.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_OfAnyShape_ComputesItsDefinition(string kind) => FunctionChecks.Check([
        .. from operand in new[] { Samples(), Samples(5), Samples(3, 17), Samples(3, 4, 5), Samples(1, 2, 3), Samples(2, 3, 2, 5), Flattened(3, 2, 4), Parameter(), Parameter(3, 5), Computed(2, 3, 4) }
           select Case(kind, operand)]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_BetweenConvolutions_KeepsBordersAndPadsFinite(string kind)
        => FunctionChecks.Check(Case(kind, Samples(3, 4, 5)) with { IsBetweenConvolutions = true, Tolerance = 1e-4 });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Function_OfAFlattenedPictureBeforeALinearLayer_LeavesFinitePads(string kind)
        => FunctionChecks.Check(Case(kind, Flattened(3, 2, 4)) with { IsBeforeLinear = true, Tolerance = 1e-4 });

    [Fact]
    public void Clamp_WithEitherBound_ComputesItsDefinition() => FunctionChecks.Check(
        new FunctionCase(Of("Clamp", ("Min", -0.5f), ("Max", 1f)), x => NdArray.Map(values => Math.Clamp(values[0], -0.5, 1), x), Samples(3, 4, 5)),
        new FunctionCase(Of("Clamp", ("Min", -0.5f)), x => NdArray.Map(values => Math.Max(values[0], -0.5), x), Samples(7)),
        new FunctionCase(Of("Clamp", ("Max", 0.25f)), x => NdArray.Map(values => Math.Min(values[0], 0.25), x), Parameter(7)));

    private static FunctionCase Case(string kind, FunctionOperand operand) => new(
        Of(kind),
        x => NdArray.Map(values => Definitions[kind](values[0]), x),
        kind is "Log" or "Sqrt" ? operand with { Draw = random => random.NextDouble() * 2 + 0.5 } : operand);
}
