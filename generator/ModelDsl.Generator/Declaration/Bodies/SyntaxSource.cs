using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <summary>A place in a body, or a method or parameter.</summary>
internal sealed class SyntaxSource(SyntaxNode node, IMethodSymbol? method = null) : ISource
{
    private const int LongestText = 80;

    /// <inheritdoc/>
    public string Text { get; } = OneLine(node);

    /// <inheritdoc/>
    public Location Locate(string? argument) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        ForEachStatementSyntax loop => loop.Identifier.GetLocation(),
        VariableDeclaratorSyntax variable => variable.Identifier.GetLocation(),
        InvocationExpressionSyntax call when argument is not null && FindArgument(call, argument) is { } found => found,
        ParameterSyntax parameter when argument is not null => FindArgument(parameter, argument) ?? parameter.Identifier.GetLocation(),
        _ => node.GetLocation(),
    };

    /// <summary>Source text as messages show it: on one line, and not too much of it.</summary>
    public static string OneLine(SyntaxNode node)
    {
        string text = string.Join(" ", node.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestText ? text : text.Substring(0, LongestText - 1) + "…";
    }

    /// <summary>
    /// The argument of a parameter, several of them for one (<c>params</c>), or with <c>#1</c> behind its name the second of them. Null where it was left out: then the
    /// whole call is shown.
    /// </summary>
    private Location? FindArgument(InvocationExpressionSyntax call, string argument)
    {
        string[] parts = argument.Split('#');
        ArgumentSyntax[] found = [.. call.ArgumentList.Arguments.Where((candidate, i) => string.Equals(NameOf(candidate, i), parts[0], StringComparison.OrdinalIgnoreCase))];
        if (found.Length == 0) return null;
        if (parts.Length == 2 && int.TryParse(parts[1], out int index))
        {
            if (index < found.Length && found.Length > 1) return found[index].GetLocation();
            if (found[0].Expression is CollectionExpressionSyntax list && index < list.Elements.Count) return list.Elements[index].GetLocation();
        }
        return Location.Create(call.SyntaxTree, TextSpan.FromBounds(found[0].SpanStart, found[found.Length - 1].Span.End));
    }

    /// <summary>A named argument of an attribute on a parameter.</summary>
    private static Location? FindArgument(ParameterSyntax parameter, string argument)
        => parameter.AttributeLists.SelectMany(list => list.Attributes).SelectMany(attribute => attribute.ArgumentList?.Arguments ?? default)
            .FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == argument)?.GetLocation();

    private string? NameOf(ArgumentSyntax argument, int position)
        => argument.NameColon is { } name ? name.Name.Identifier.ValueText
            : method is { Parameters: { IsEmpty: false } parameters } ? parameters[Math.Min(position, parameters.Length - 1)].Name
            : null;
}
