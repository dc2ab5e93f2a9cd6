using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>Edits of attributes in their lists, which keep the user's layout.</summary>
internal static class AttributeEdits
{
    /// <summary>Makes an attribute of its text: <c>Softmax</c>, <c>Linear(10)</c>.</summary>
    public static AttributeSyntax Parse(string text)
        => ((ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[{text}] class C;")!).AttributeLists[0].Attributes[0].WithoutTrivia();

    /// <summary>Inserts an attribute in front of another, in the same brackets.</summary>
    public static SyntaxNode InsertBefore(SyntaxNode root, AttributeSyntax attribute, string text)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        int position = list.Attributes.IndexOf(attribute);
        AttributeSyntax added = Parse(text).WithLeadingTrivia(attribute.GetLeadingTrivia());
        SeparatedSyntaxList<AttributeSyntax> attributes = list.Attributes.Replace(attribute, attribute.WithoutLeadingTrivia()).Insert(position, added);
        return root.ReplaceNode(list, list.WithAttributes(Spaced(attributes)));
    }

    /// <summary>Inserts an attribute behind another, in the same brackets.</summary>
    public static SyntaxNode InsertAfter(SyntaxNode root, AttributeSyntax attribute, AttributeSyntax added)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        return root.ReplaceNode(list, list.WithAttributes(Spaced(list.Attributes.Insert(list.Attributes.IndexOf(attribute) + 1, added))));
    }

    /// <summary>Removes an attribute, and its brackets if nothing is left in them.</summary>
    public static SyntaxNode Remove(SyntaxNode root, AttributeSyntax attribute)
    {
        AttributeListSyntax list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1) return root.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
        // Comments above the brackets go with them only if they are the last: else they belong to what follows.
        return root.RemoveNode(list, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    /// <summary>Replaces the name of an attribute and keeps its arguments.</summary>
    public static SyntaxNode Rename(SyntaxNode root, AttributeSyntax attribute, string name)
        => root.ReplaceNode(attribute.Name, SyntaxFactory.IdentifierName(name).WithTriviaFrom(attribute.Name));

    /// <summary>Replaces an attribute's arguments; no arguments, no parentheses.</summary>
    public static SyntaxNode WithArguments(SyntaxNode root, AttributeSyntax attribute, IEnumerable<AttributeArgumentSyntax> arguments)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> list = SyntaxFactory.SeparatedList(arguments.Select(argument => argument.WithoutTrivia()));
        AttributeArgumentListSyntax? parentheses = list.Count == 0 ? null : SyntaxFactory.AttributeArgumentList(Spaced(list));
        return root.ReplaceNode(attribute, attribute.WithArgumentList(parentheses).WithTriviaFrom(attribute));
    }

    private static SeparatedSyntaxList<T> Spaced<T>(SeparatedSyntaxList<T> list)
        where T : SyntaxNode
        => SyntaxFactory.SeparatedList<T>(list.GetWithSeparators().Select(item => item.IsToken && item.GetTrailingTrivia().Count == 0 ? item.WithTrailingTrivia(SyntaxFactory.Space) : item));
}
