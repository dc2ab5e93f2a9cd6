using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>The base of fixes that change one attribute, or what stands around it.</summary>
public abstract class LayerFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode? node = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (node?.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute) continue;
            foreach (LayerFix fix in Fixes(diagnostic, attribute))
            {
                CodeAction action = CodeAction.Create(
                    fix.Title,
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(fix.Change(root!))),
                    equivalenceKey: diagnostic.Id + fix.Title);
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>The fixes of one diagnostic, the likeliest first.</summary>
    private protected abstract IEnumerable<LayerFix> Fixes(Diagnostic diagnostic, AttributeSyntax attribute);
}

/// <param name="Title">What the editor offers: <c>Write Flatten before it</c>.</param>
/// <param name="Change">Makes the new root of the old one.</param>
internal sealed record LayerFix(string Title, Func<SyntaxNode, SyntaxNode> Change);
