using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.CodeFixes;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>The refactoring of a chain to the graph form: the same operations in the same order.</summary>
public class ChainToGraphTests
{
    [Fact]
    public async Task Chain_OfSeveralBrackets_BecomesBlocks()
        => Assert.Equal(
            """
            /// <summary>Sees.</summary>
            [Model]
            public partial class Net
            {
                [Conv2d(8, 3, Padding = 1), BatchNorm2d, ReLU] private partial Tensor Layer1(Tensor x);
                [MaxPool2d(2)] private partial Tensor Layer2(Tensor x);
                [Flatten, Linear(10, Name = "score")] private partial Tensor Layer3(Tensor x);

                [Forward] private Tensor Forward([Shape(3, 8, 8)] Tensor image)
                {
                    Tensor x = Layer1(image);
                    x = Layer2(x);
                    return Layer3(x);
                }

                [Objective, CrossEntropyLoss(LabelSmoothing = 0.1f)] private partial Tensor Loss(Tensor outputs, Tensor targets);
            }

            """,
            await Refactored(
                """
                /// <summary>Sees.</summary>
                [Model]
                [Input(3, 8, 8, Name = "image")]
                [Conv2d(8, 3, Padding = 1), BatchNorm2d, ReLU]
                [MaxPool2d(2)]
                [Flatten, Linear(10, Name = "score")]
                [CrossEntropyLoss(LabelSmoothing = 0.1f)]
                public partial class Net;

                """));

    [Theory]
    [InlineData("[Model, Input(4), Linear(8), ReLU, Linear(3), MSELoss]\npublic partial class Net;")]
    [InlineData("[Model]\n[Input(4, Name = \"x\")]\n[Linear(8)]\n[ReLU]\n[Linear(3)]\npublic partial class Net { const int Layer1 = 3; void Loss() { } }")]
    [InlineData("[Model(Exact = true), Input(2, 4), Linear(8), LayerNorm]\n[Softmax(1)]\n[MSELoss]\npublic partial class Net\n{\n    public const int Size = 8;\n}")]
    [InlineData("partial class Outer\n{\n    // A net.\n    [Model, Input(1, 6, 6)]\n    [Conv2d(2, 3), GELU(Approximate = \"tanh\")]\n    [Dropout(0.2f), Flatten]\n    [BCEWithLogitsLoss]\n    private partial class Net;\n}")]
    public async Task Chain_AsAGraph_ComputesTheSame(string text)
    {
        string graph = await Refactored(text);
        Assert.Equal(Operations(text), Operations(graph));
        ModelSpec before = Models.Read(text).Spec!, after = Models.Read(graph).Spec!;
        Assert.NotNull(after.Body);
        Assert.Equal(before.Inputs, after.Inputs);
        Assert.Equal((before.Loss, before.IsExact), (after.Loss, after.IsExact));
        Generation.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile(graph), out Compilation compiled, out _);
        Assert.Empty(compiled.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [InlineData("[Model] public partial class Net { [Linear(3)] private partial Tensor Score(Tensor x); [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x); }")]
    [InlineData("[Model, Input(4), MSELoss, Linear(3)] public partial class Net;")]
    [InlineData("[Input(4), Linear(3)] public partial class Net;")]
    public async Task Chain_ThatIsNone_IsOfferedNothing(string text) => Assert.Empty(await ActionsAsync(Document(text), text));

    private static string[] Operations(string text)
        => [.. Models.Read(text).Spec!.Operations.Select(operation => $"{operation.Layer.Kind}({string.Join(", ", operation.Layer.Arguments.Select(argument => $"{argument.Name} = {argument.Value}"))}) of {string.Join(", ", operation.Inputs)}")];

    private static async Task<string> Refactored(string text)
    {
        Document document = Document(text);
        CodeAction action = Assert.Single(await ActionsAsync(document, text));
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private static async Task<List<CodeAction>> ActionsAsync(Document document, string text)
    {
        List<CodeAction> actions = [];
        TextSpan name = new(text.IndexOf("class Net", StringComparison.Ordinal) + "class ".Length, 3);
        await new ChainToGraphRefactoring().ComputeRefactoringsAsync(new CodeRefactoringContext(document, name, actions.Add, CancellationToken.None));
        return actions;
    }

    private static Document Document(string text)
    {
        Project project = new AdhocWorkspace().AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Tests", "Tests", LanguageNames.CSharp,
            compilationOptions: Sources.Compile().Options, parseOptions: Sources.ParseOptions, metadataReferences: Sources.References));
        project = project.AddDocument("Usings.cs", "global using ModelDsl; global using static ModelDsl.TensorFunctions;").Project;
        return project.AddDocument("Net.cs", text);
    }
}
