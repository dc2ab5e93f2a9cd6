using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>What an edit costs in the graph form, whose bodies reach into other files: all that a network is made of runs it again, and nothing else.</summary>
public class GraphIncrementalityTests
{
    private const string Net = """
        [Model]
        public partial class Net
        {
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Use<Inner>] private partial Tensor Deep(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) { Tensor hidden = Hidden(x); return Helpers.Twice(Deep(hidden)); }
            public string Describe() => "a net";
        }
        """;

    private const string Inner = "[Model] public partial class Inner { [Linear(8)] private partial Tensor Mix(Tensor x); [Forward] private Tensor Run([Shape(8)] Tensor x) => x + Mix(x); }";

    private const string Other = "[Model] public partial class Other { [Linear(3)] private partial Tensor Score(Tensor x); [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x); }";

    private const string Helpers = "static class Helpers { public static Tensor Twice(Tensor x) => x * Factor; const float Factor = 2; }";

    [Theory]
    [InlineData("class Elsewhere { }", "class Elsewhere { int added; }")]
    [InlineData("a net", "a network")]
    [InlineData("Tensor hidden = Hidden(x); return", "Tensor hidden = Hidden( x ); // as it was\n    return")]
    [InlineData("public partial class Net", "// A net.\npublic partial class Net")]
    [InlineData("static class Helpers {", "static class Helpers { public static int Unused => 3;")]
    [InlineData("const float Factor = 2;", "const float Factor = 1 + 1;")]
    public void Edit_WithoutMeaning_RunsNothingAgain(string before, string after) => Assert.Empty(RunAgain(before, after));

    [Theory]
    [InlineData("return Helpers.Twice(Deep(hidden))", "return Deep(hidden)", "Net")]
    [InlineData("[Linear(8), ReLU]", "[Linear(8), Tanh]", "Net")]
    [InlineData("[Shape(4)] Tensor x) { Tensor", "[Shape(5)] Tensor x) { Tensor", "Net")]
    [InlineData("=> x * Factor", "=> Factor + x", "Net")]
    [InlineData("const float Factor = 2;", "const float Factor = 3;", "Net")]
    [InlineData("=> Score(x)", "=> ReLU(Score(x))", "Other")]
    [InlineData("=> x + Mix(x)", "=> x - Mix(x)", "Inner Net")]
    [InlineData("[Linear(8)] private partial Tensor Mix", "[Linear(8, Bias = false)] private partial Tensor Mix", "Inner Net")]
    public void Edit_OfANetwork_RunsThoseThatAreMadeOfIt(string before, string after, string expected) => Assert.Equal(expected.Split(' '), RunAgain(before, after));

    /// <summary>The models whose emitted files are written again, in the order of the alphabet.</summary>
    private static string[] RunAgain(string before, string after)
    {
        string[] texts = [Net, Inner, Other, Helpers, "class Elsewhere { }"];
        Assert.Equal(1, texts.Count(text => text.Contains(before, StringComparison.Ordinal)));
        string[] edited = [.. texts.Select(text => text.Replace(before, after, StringComparison.Ordinal))];
        GeneratorRunResult result = IncrementalityTests.Rerun(texts, edited);
        Assert.Empty(result.Diagnostics);
        string[] networks = ChangedIn(result, ModelGenerator.BodyStep);
        // Not every change of a network shows in its public half.
        Assert.Subset(networks.ToHashSet(), ChangedIn(result, ModelGenerator.FaceStep).ToHashSet());
        return networks;
    }

    private static string[] ChangedIn(GeneratorRunResult result, string step)
    {
        Assert.Equal(3, result.TrackedSteps[step].Length);
        // The step that reads stands before each: its value names the model.
        return [.. result.TrackedSteps[step]
            .Where(run => run.Outputs.Any(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)))
            .Select(run => ((Generator.Declaration.ModelSpec)run.Inputs[0].Source.Outputs[run.Inputs[0].OutputIndex].Value).Type.Name)
            .Order(StringComparer.Ordinal)];
    }
}
