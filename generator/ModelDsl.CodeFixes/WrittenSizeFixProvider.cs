using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator;

namespace ModelDsl.CodeFixes;

/// <summary>
/// Mends a size that the user wrote (MDSL0101), groups that do not divide (MDSL0104) or a padding of more than half of the window (MDSL0105):
/// writes the right one, or leaves the size out.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WrittenSizeFixProvider : LayerFixProvider
{
    private const string WrittenSize = "MDSL0101";
    private const string Groups = "MDSL0104";
    private const string OutOfRange = "MDSL0105";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [WrittenSize, Groups, OutOfRange];

    private protected override IEnumerable<LayerFix> Fixes(Diagnostic diagnostic, AttributeSyntax attribute)
    {
        if (!diagnostic.Properties.TryGetValue(ModelAnalyzer.ArgumentProperty, out string? argument) || argument is null) yield break;
        if (!diagnostic.Properties.TryGetValue(ModelAnalyzer.FixProperty, out string? value) || value is null) yield break;
        if (attribute.ArgumentList is null) yield break;
        AttributeArgumentSyntax[] others = [.. attribute.ArgumentList.Arguments.Where(other => !Sets(other, argument))];
        string title = argument == "NormalizedShape" ? $"LayerNorm({value})" : $"{argument} = {value}";
        yield return new LayerFix($"Write {title}", root => AttributeEdits.WithArguments(root, attribute, Written(attribute, argument, value)));
        if (diagnostic.Id == WrittenSize)
            yield return new LayerFix("Leave the size out: it follows from the layer before", root => AttributeEdits.WithArguments(root, attribute, others));
    }

    /// <summary>The arguments with the right value in place of the wrong one.</summary>
    private static IEnumerable<AttributeArgumentSyntax> Written(AttributeSyntax attribute, string argument, string value)
    {
        bool isDone = false;
        foreach (AttributeArgumentSyntax old in attribute.ArgumentList!.Arguments)
        {
            if (!Sets(old, argument))
            {
                yield return old;
                continue;
            }
            if (isDone) continue;
            isDone = true;
            // A params array takes several arguments: all are replaced where its first one stood.
            foreach (string one in value.Split(','))
                yield return old.WithNameColon(null).WithExpression(SyntaxFactory.ParseExpression(one.Trim()));
        }
    }

    /// <summary>Whether an argument sets a property; the only one that these fixes meet by position is the shape of LayerNorm.</summary>
    private static bool Sets(AttributeArgumentSyntax argument, string property)
        => argument.NameEquals is { } name ? name.Name.Identifier.ValueText == property : property == "NormalizedShape";
}
