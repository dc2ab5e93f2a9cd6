using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.Generator;

namespace ModelDsl.CodeFixes;

/// <summary>Writes the shape of a local (MDSL0130) as a comment at the end of its line; fixing all writes them everywhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ShapeCommentFixProvider : CodeFixProvider
{
    private const string LocalShape = "MDSL0130";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [LocalShape];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(ModelAnalyzer.FixProperty, out string? shape) || shape is null) continue;
            if (Edit(text, diagnostic.Location.SourceSpan, shape) is not { } edit) continue;
            const string Title = "Write the shapes as comments";
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithText(text.WithChanges(edit))), equivalenceKey: Title), diagnostic);
        }
    }

    /// <summary>A comment behind the line, in place of the shape that stands there already; null where the line has a comment of another kind, or this very one.</summary>
    private static TextChange? Edit(SourceText text, TextSpan place, string shape)
    {
        TextLine line = text.Lines.GetLineFromPosition(place.End);
        string after = text.ToString(TextSpan.FromBounds(place.End, line.End));
        int comment = after.IndexOf("//", StringComparison.Ordinal);
        string written = $" // {shape}";
        if (comment < 0) return new TextChange(TextSpan.FromBounds(line.End - (after.Length - after.TrimEnd().Length), line.End), written);
        string old = after.Substring(comment);
        if (!old.StartsWith("// [", StringComparison.Ordinal) || old == written.TrimStart()) return null;
        return new TextChange(TextSpan.FromBounds(place.End + comment, line.End), written.TrimStart());
    }
}
