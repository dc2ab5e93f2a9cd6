using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>What an edit costs: nothing that does not change a declaration may make the compiler run again.</summary>
public class IncrementalityTests
{
    private const string Net = "[Model, Input(4), Linear(3), ReLU, Linear(2)]\npublic partial class Net;\n";
    private const string Other = "[Model, Input(5), Linear(2)]\npublic partial class Other;\n";

    [Fact]
    public void Edit_OfAnotherFile_LeavesEveryStepAsItIs()
        => AssertUntouched(Rerun(["class A { }", Net], ["class A { int added; }", Net]));

    [Fact]
    public void Edit_AboveTheClass_LeavesEveryStepAsItIs()
        => AssertUntouched(Rerun([Net], ["// A comment.\nclass Above { }\n\n" + Net]));

    [Fact]
    public void Edit_OfTheUsersOwnMembers_LeavesEveryStepAsItIs()
        => AssertUntouched(Rerun(
            ["[Model, Input(4), Linear(3)] partial class Net { int A() => 1; }"],
            ["[Model, Input(4), Linear(3)] partial class Net { int A() => 2; string B = \"\"; }"]));

    [Fact]
    public void Edit_OfAReferencedConstantToTheSameValue_LeavesEveryStepAsItIs()
        => AssertUntouched(Rerun(
            ["[Model, Input(4), Linear(Sizes.Hidden)] partial class Net; static class Sizes { public const int Hidden = 8; }"],
            ["[Model, Input(4), Linear(Sizes.Hidden)] partial class Net; static class Sizes { public const int Hidden = 2 * 4; }"]));

    [Fact]
    public void Edit_OfALayer_RunsEveryStepAgain()
    {
        GeneratorRunResult result = Rerun([Net], [Net.Replace("Linear(3)", "Linear(5)", StringComparison.Ordinal)]);
        Assert.All(Steps(result), step => Assert.Equal([IncrementalStepRunReason.Modified], Reasons(step)));
    }

    [Fact]
    public void Edit_OfOneModel_LeavesTheOtherAsItIs()
    {
        GeneratorRunResult result = Rerun([Net, Other], [Net, Other.Replace("Linear(2)", "Linear(7)", StringComparison.Ordinal)]);
        ImmutableArray<IncrementalGeneratorRunStep> bodies = result.TrackedSteps[ModelGenerator.BodyStep];
        Assert.Equal(2, bodies.Length);
        Assert.Equal(1, bodies.Count(step => Reasons(step).All(IsUntouched)));
        Assert.Equal(1, bodies.Count(step => Reasons(step).Contains(IncrementalStepRunReason.Modified)));
    }

    [Fact]
    public void Run_Twice_EmitsTheSameBytes() => Assert.Equal(Generation.Run(Net).Files(), Generation.Run("\n\n" + Net).Files());

    internal static GeneratorRunResult Rerun(string[] before, string[] after)
    {
        CSharpCompilation first = Sources.Compile(before);
        CSharpCompilation second = first;
        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] == after[i]) continue;
            SyntaxTree old = first.SyntaxTrees[i];
            second = second.ReplaceSyntaxTree(old, Sources.Parse(after[i], old.FilePath));
        }
        return Generation.Driver().RunGenerators(first).RunGenerators(second).GetRunResult().Results.Single();
    }

    private static void AssertUntouched(GeneratorRunResult result)
    {
        Assert.All(Steps(result), step => Assert.All(Reasons(step), reason => Assert.True(IsUntouched(reason), $"{step.Name} is {reason}")));
        // What is cached must be the outputs too, or the compiler parses all emitted files once more.
        Assert.NotEmpty(result.TrackedOutputSteps);
        Assert.All(result.TrackedOutputSteps.SelectMany(steps => steps.Value), step => Assert.All(Reasons(step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
    }

    private static IEnumerable<IncrementalGeneratorRunStep> Steps(GeneratorRunResult result)
    {
        string[] names = [ModelGenerator.ReadStep, ModelGenerator.FaceStep, ModelGenerator.BodyStep];
        Assert.All(names, name => Assert.NotEmpty(result.TrackedSteps[name]));
        return names.SelectMany(name => result.TrackedSteps[name]);
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(IncrementalGeneratorRunStep step) => step.Outputs.Select(output => output.Reason);

    private static bool IsUntouched(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
