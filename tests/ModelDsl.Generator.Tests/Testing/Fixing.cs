using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.CodeFixes;

namespace ModelDsl.Generator.Tests.Testing;

/// <summary>Applies code fixes to texts.</summary>
internal static class Fixing
{
    public static ImmutableArray<CodeFixProvider> Providers { get; } = [new WrittenSizeFixProvider(), new NeighbourFixProvider(), new DeclarationFixProvider(), new CallFixProvider(), new ShapeCommentFixProvider()];

    /// <summary>Every fix that is offered for the first finding with that id: its title and the text that it makes.</summary>
    public static async Task<IReadOnlyList<(string Title, string Text)>> OfferedAsync(string text, string id)
    {
        using AdhocWorkspace workspace = new();
        Project project = workspace.AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Tests", "Tests", LanguageNames.CSharp,
            compilationOptions: Sources.Compile().Options, parseOptions: Sources.ParseOptions, metadataReferences: Sources.References));
        project = project.AddDocument("Usings.cs", "global using ModelDsl; global using static ModelDsl.TensorFunctions;").Project;
        Document document = project.AddDocument("Net.cs", text);
        CSharpCompilation compilation = (CSharpCompilation)(await document.Project.GetCompilationAsync())!;
        Diagnostic diagnostic = (await Analysis.DiagnosticsAsync(compilation)).First(found => found.Id == id);

        List<(string, string)> offered = [];
        foreach (CodeFixProvider provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(id)))
        {
            List<CodeAction> actions = [];
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
            foreach (CodeAction action in actions)
            {
                ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
                Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
                offered.Add((action.Title, (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString()));
            }
        }
        return offered;
    }
}
