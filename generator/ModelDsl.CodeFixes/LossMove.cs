using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>Moves the loss of a chain to its end.</summary>
internal static class LossMove
{
    /// <param name="root">The file.</param>
    /// <param name="afterLoss">A layer that stands after the loss.</param>
    public static SyntaxNode Apply(SyntaxNode root, AttributeSyntax afterLoss)
    {
        TypeDeclarationSyntax type = afterLoss.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        AttributeSyntax[] attributes = [.. type.AttributeLists.SelectMany(list => list.Attributes)];
        if (attributes.FirstOrDefault(IsLoss) is not { } loss) return root;
        SyntaxAnnotation last = new();
        SyntaxNode marked = root.ReplaceNode(attributes[attributes.Length - 1], attributes[attributes.Length - 1].WithAdditionalAnnotations(last));
        AttributeSyntax oldLoss = marked.DescendantNodes().OfType<AttributeSyntax>().First(attribute => attribute.SpanStart == loss.SpanStart);
        SyntaxNode without = AttributeEdits.Remove(marked, oldLoss);
        return AttributeEdits.InsertAfter(without, (AttributeSyntax)without.GetAnnotatedNodes(last).Single(), loss.WithoutTrivia());
    }

    private static bool IsLoss(AttributeSyntax attribute)
    {
        string name = attribute.Name.ToString();
        return name.EndsWith("Loss", StringComparison.Ordinal) || name.EndsWith("LossAttribute", StringComparison.Ordinal);
    }
}
