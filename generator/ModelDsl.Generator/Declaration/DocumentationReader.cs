using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Declaration;

/// <summary>Reads the user's own documentation of classes and methods.</summary>
internal static class DocumentationReader
{
    /// <summary>The inner XML of the class's summary, or null if it has none (or if the build does not read documentation).</summary>
    public static string? Summary(INamedTypeSymbol type, CancellationToken cancellation) => Text(Read(type, cancellation)?.Element("summary")?.Nodes());

    /// <summary>All the XML of a method's documentation, or null if it has none.</summary>
    public static string? All(IMethodSymbol method, CancellationToken cancellation) => Text(Read(method, cancellation)?.Elements().Where(element => element.Name != "inheritdoc"));

    private static XElement? Read(ISymbol symbol, CancellationToken cancellation)
    {
        string? xml = symbol.GetDocumentationCommentXml(cancellationToken: cancellation);
        if (string.IsNullOrWhiteSpace(xml)) return null;
        try
        {
            return XDocument.Parse(xml).Root;
        }
        catch (XmlException)
        {
            // Half-typed documentation: the compiler says so itself.
            return null;
        }
    }

    private static string? Text(IEnumerable<XNode>? nodes)
    {
        string text = string.Concat(nodes?.Select(node => node.ToString(SaveOptions.DisableFormatting)) ?? []).Trim();
        return text.Length == 0 ? null : text;
    }
}
