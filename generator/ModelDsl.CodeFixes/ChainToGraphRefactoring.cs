using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>Offers, on the name of a chain, to write it in the graph form: each pair of brackets becomes a block.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(ChainToGraphRefactoring)), Shared]
public sealed class ChainToGraphRefactoring : CodeRefactoringProvider
{
    /// <summary>Parameters are named after blocks then: files of weights that were saved before have other names.</summary>
    internal const string Title = "Write blocks and [Forward] instead (parameters get new names)";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type || !type.Identifier.Span.IntersectsWith(context.Span)) return;
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || ChainSyntax.Read(type, model, context.CancellationToken) is not { } chain) return;
        context.RegisterRefactoring(CodeAction.Create(
            Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(type, chain.ToGraph(type)))), equivalenceKey: Title));
    }
}
