using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Declaration;

/// <summary>Reads the user's own documentation of a class.</summary>
internal static class DocumentationReader
{
    /// <summary>The inner XML of the class's summary, or null if it has none (or if the build does not read documentation).</summary>
    public static string? Summary(INamedTypeSymbol type, CancellationToken cancellation)
    {
        string? xml = type.GetDocumentationCommentXml(cancellationToken: cancellation);
        if (string.IsNullOrWhiteSpace(xml)) return null;
        try
        {
            XElement? summary = XDocument.Parse(xml).Root?.Element("summary");
            string text = string.Concat(summary?.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)) ?? []).Trim();
            return text.Length == 0 ? null : text;
        }
        catch (XmlException)
        {
            // Half-typed documentation: the compiler says so itself.
            return null;
        }
    }
}
