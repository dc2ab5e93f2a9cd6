using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>Mends the header of a class: makes it partial (MDSL0002, MDSL0003), plain (MDSL0004), a model (MDSL0013).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeclarationFixProvider : CodeFixProvider
{
    private const string NotPartial = "MDSL0002";
    private const string ContainerNotPartial = "MDSL0003";
    private const string NotAPlainClass = "MDSL0004";
    private const string NotAModel = "MDSL0013";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [NotPartial, ContainerNotPartial, NotAPlainClass, NotAModel];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type) continue;
            if (Fix(diagnostic.Id, type) is not var (title, changed)) continue;
            CodeAction action = CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(type, changed))), equivalenceKey: diagnostic.Id);
            context.RegisterCodeFix(action, diagnostic);
        }
    }

    private static (string Title, TypeDeclarationSyntax Changed)? Fix(string id, TypeDeclarationSyntax type) => id switch
    {
        NotAPlainClass => MakePlain(type),
        NotAModel => ("Write [Model] before it", AddModel(type)),
        _ => ("Make it partial", AddPartial(type)),
    };

    private static TypeDeclarationSyntax AddPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0) return type.WithModifiers(type.Modifiers.Add(partial));
        // The keyword keeps what stood before it: line breaks and comments go in front of 'partial'.
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers([partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)]);
    }

    /// <summary>Removes the modifier that stands in the way, or makes a class of a record without parameters.</summary>
    private static (string Title, TypeDeclarationSyntax Changed)? MakePlain(TypeDeclarationSyntax type)
    {
        int index = type.Modifiers.IndexOf(SyntaxKind.StaticKeyword) is var found and >= 0 ? found
            : type.Modifiers.IndexOf(SyntaxKind.AbstractKeyword) is var second and >= 0 ? second
            : type.Modifiers.IndexOf(SyntaxKind.FileKeyword);
        if (index >= 0)
        {
            SyntaxToken modifier = type.Modifiers[index];
            SyntaxTokenList others = type.Modifiers.RemoveAt(index);
            if (index == 0 && others.Count > 0) others = others.Replace(others[0], others[0].WithLeadingTrivia(modifier.LeadingTrivia));
            TypeDeclarationSyntax changed = type.WithModifiers(others);
            if (others.Count == 0) changed = changed.WithKeyword(changed.Keyword.WithLeadingTrivia(modifier.LeadingTrivia));
            return ($"Remove '{modifier.Text}'", changed);
        }
        if (type is not RecordDeclarationSyntax { ParameterList: null } record || record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword)) return null;
        ClassDeclarationSyntax plain = SyntaxFactory.ClassDeclaration(
            record.AttributeLists, record.Modifiers, SyntaxFactory.Token(SyntaxKind.ClassKeyword).WithTriviaFrom(record.Keyword), record.Identifier,
            record.TypeParameterList, record.BaseList, record.ConstraintClauses, record.OpenBraceToken, record.Members, record.CloseBraceToken, record.SemicolonToken);
        return ("Write 'class' instead of 'record'", plain);
    }

    private static TypeDeclarationSyntax AddModel(TypeDeclarationSyntax type)
    {
        AttributeListSyntax first = type.AttributeLists[0];
        AttributeListSyntax model = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(AttributeEdits.Parse("Model")))
            .WithLeadingTrivia(first.GetLeadingTrivia())
            .WithTrailingTrivia(first.GetTrailingTrivia());
        return type.WithAttributeLists(type.AttributeLists.Replace(first, first.WithLeadingTrivia(Indentation(first))).Insert(0, model));
    }

    private static SyntaxTriviaList Indentation(AttributeListSyntax list)
        => [.. list.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))];
}
