using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>MDSL0141 and MDSL0142: ties that do not hold.</summary>
public class TieDiagnosticTests
{
    [Theory]
    [InlineData("Linear(5)", "Linear(5), Tie(\"A\")", "'Linear(5)' is tied to 'A', but its weight is [5, 5], and that of 'A' is [5, 3]. Tied weights have one shape: give both layers the same sizes.")]
    [InlineData("Linear(5)", "Linear(3), Tie(\"A\")", "'Linear(3)' is tied to 'A', but its weight is [3, 5], and that of 'A' is [5, 3]. One is the other transposed: write MatMul(x, Parameters.….Weight) instead of the block.")]
    [InlineData("Linear(5), Tie(\"B\")", "Linear(3)", "'Linear(5)' is tied to 'B', but its weight is [5, 3], and that of 'B' is [3, 5]. One is the other transposed: write MatMul(x, Parameters.….Weight) instead of the block.")]
    public Task Tie_OtherShape_NamesBoth(string a, string b, string message)
        => Analysis.ExpectAsync(Net(a, b), "MDSL0141", a.Contains("Tie") ? "Tie(\"B\")" : "Tie(\"A\")", message);

    [Theory]
    [InlineData("Linear(3)", "Linear(3), Tie(\"C\")", "'B' is tied to 'C', which is no block of the model. Write nameof(…) of another partial method with a layer.")]
    [InlineData("Linear(3)", "Linear(3), Tie(\"Run\")", "'B' is tied to 'Run', which is no block of the model. Write nameof(…) of another partial method with a layer.")]
    [InlineData("Linear(3)", "Linear(3), Tie(\"B\")", "'B' is tied to 'B', which is itself. Write the name of another block.")]
    [InlineData("Linear(3), Repeat(2)", "Linear(3), Tie(\"A\")", "'B' is tied to 'A', which has not exactly one layer, once. Write a block for the layer of 'A' alone.")]
    [InlineData("Linear(3)", "Linear(3), ReLU, Tie(\"A\")", "'B' is tied to 'A', but has not exactly one layer, once. Write a block for the layer alone.")]
    [InlineData("ReLU", "Linear(3), Tie(\"A\")", "'Linear(3)' is tied to 'A', whose 'ReLU' has no weight. Write the name of a block whose layer has one.")]
    [InlineData("Linear(3)", "ReLU, Tie(\"A\")", "'ReLU' is tied to 'A', but has no weight. Remove the tie.")]
    [InlineData("Linear(3), Freeze", "Linear(3), Tie(\"A\")", "'Linear(3)' is tied to 'A', but one of the two is frozen. Write [Freeze] on both, or on neither.")]
    public async Task Tie_ThatMakesNoSense_IsReported(string a, string b, string message)
    {
        Finding finding = (await Analysis.FindAsync(Net(a, b))).Single(found => found.Id == "MDSL0142");
        Assert.Equal((b[b.IndexOf("Tie", StringComparison.Ordinal)..], message), (finding.Text, finding.Message));
    }

    [Fact]
    public async Task Tie_InACircle_IsReportedOnBoth()
    {
        Finding[] found = [.. await Analysis.FindAsync(Net("Linear(3), Tie(\"B\")", "Linear(3), Tie(\"A\")"))];
        Assert.All(found, finding => Assert.Equal("MDSL0142", finding.Id));
        Assert.Equal(["Tie(\"B\")", "Tie(\"A\")"], found.Select(finding => finding.Text));
    }

    [Fact]
    public Task Init_OfATiedWeight_IsReported()
        => Analysis.ExpectAsync(Net("Linear(3)", "Linear(3), InitZeros, Tie(\"A\")"), "MDSL0140", "InitZeros",
            "'InitZeros' starts a weight that 'Linear(3)' starts, which is tied to it and called first. Write it there.");

    private static string Net(string a, string b) => $$"""
        [Model]
        public partial class Net
        {
            [{{a}}] private partial Tensor A(Tensor x);
            [{{b}}] private partial Tensor B(Tensor x);
            [Forward] private Tensor Run([Shape(3)] Tensor x) => Tanh(B(Tanh(A(x))));
        }
        """;
}
