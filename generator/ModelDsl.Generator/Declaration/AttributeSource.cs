using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generator.Declaration;

/// <summary>An attribute as data and as syntax: reads its arguments by the name of the property that they set.</summary>
internal sealed class AttributeSource(AttributeData data, AttributeSyntax syntax) : ISource
{
    public AttributeData Data { get; } = data;

    public AttributeSyntax Syntax { get; } = syntax;

    /// <summary>The attribute's name without namespace and suffix: <c>Conv2d</c>.</summary>
    public string Kind => Data.AttributeClass!.Name is var name && name.EndsWith("Attribute", StringComparison.Ordinal)
        ? name.Substring(0, name.Length - "Attribute".Length)
        : name;

    /// <summary>The attribute on one line, as messages show it.</summary>
    public string Text => string.Concat(Syntax.DescendantTokens().Select(token => OneLine(token) + Space(token)));

    /// <summary>Whether C# understands the attribute with all its arguments.</summary>
    public bool IsComplete => Data.AttributeConstructor is not null && Arguments is not null;

    /// <summary>What was written, by property; null where an argument is in error.</summary>
    public ImmutableArray<ArgumentSpec>? Arguments { get; } = ReadArguments(data, syntax);

    /// <inheritdoc/>
    public Location Locate(string? argument) => argument is not null && FindArgument(argument.Split('#')[0]) is { } found ? found.GetLocation() : Syntax.GetLocation();

    /// <summary>The syntax of an argument, or null if it was left out. Of several for one property (<c>params</c>) the first.</summary>
    public AttributeArgumentSyntax? FindArgument(string name)
        => Syntax.ArgumentList?.Arguments.Select((argument, i) => (Name: NameOf(argument, i), Argument: argument)).FirstOrDefault(pair => pair.Name == name).Argument;

    private string? NameOf(AttributeArgumentSyntax argument, int position) => PropertyOf(Data, argument, position);

    private static ImmutableArray<ArgumentSpec>? ReadArguments(AttributeData data, AttributeSyntax syntax)
    {
        if (data.AttributeConstructor is not { } constructor) return null;
        ImmutableArray<ArgumentSpec>.Builder result = ImmutableArray.CreateBuilder<ArgumentSpec>();
        HashSet<string> written = PassedToConstructor(data, syntax);
        for (int i = 0; i < data.ConstructorArguments.Length && i < constructor.Parameters.Length; i++)
        {
            string name = Pascal(constructor.Parameters[i].Name);
            if (!written.Contains(name)) continue;
            if (ValueOf(data.ConstructorArguments[i]) is not { } value) return null;
            result.Add(new ArgumentSpec(name, value) { Constant = NamesOf(data, syntax, name).FirstOrDefault() ?? "" });
        }
        foreach (KeyValuePair<string, TypedConstant> named in data.NamedArguments)
        {
            if (named.Value.Kind != TypedConstantKind.Error && named.Value.IsNull) continue;
            if (ValueOf(named.Value) is not { } value) return null;
            result.RemoveAll(argument => argument.Name == named.Key); // set after the constructor ran
            result.Add(new ArgumentSpec(named.Key, value));
        }
        return result.ToImmutable();
    }

    /// <summary>The constants that the values of a property are written as, empty for those that are no names.</summary>
    public static IEnumerable<string> NamesOf(AttributeData data, AttributeSyntax syntax, string property)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax.ArgumentList?.Arguments ?? default;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].NameEquals is null && PropertyOf(data, arguments[i], i) == property) yield return ConstantName(arguments[i].Expression);
        }
    }

    private static string ConstantName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The sizes of a shape as the user calls them; nothing where none has a name.</summary>
    public static EquatableArray<string> SizeNamesOf(AttributeData data, AttributeSyntax syntax, string property, int count)
        => NamesOf(data, syntax, property).ToArray() is { } names && names.Length == count && names.Any(name => name.Length > 0) ? names : EquatableArray<string>.Empty;

    /// <summary>The properties of the constructor's parameters that are not left out.</summary>
    private static HashSet<string> PassedToConstructor(AttributeData data, AttributeSyntax syntax)
    {
        HashSet<string> result = [];
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax.ArgumentList?.Arguments ?? default;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].NameEquals is null && PropertyOf(data, arguments[i], i) is { } name) result.Add(name);
        }
        return result;
    }

    private static string? PropertyOf(AttributeData data, AttributeArgumentSyntax argument, int position)
    {
        if (argument.NameEquals is { } property) return property.Name.Identifier.ValueText;
        if (argument.NameColon is { } parameter) return Pascal(parameter.Name.Identifier.ValueText);
        ImmutableArray<IParameterSymbol> parameters = data.AttributeConstructor?.Parameters ?? [];
        return parameters.IsEmpty ? null : Pascal(parameters[Math.Min(position, parameters.Length - 1)].Name);
    }

    private static object? ValueOf(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Error => null,
        TypedConstantKind.Enum => constant.Type?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, constant.Value))?.Name,
        TypedConstantKind.Array when constant.IsNull => null,
        TypedConstantKind.Array when constant.Values.All(value => value.Value is int) => new EquatableArray<int>([.. constant.Values.Select(value => (int)value.Value!)]),
        TypedConstantKind.Array when constant.Values.All(value => value.Value is float) => new EquatableArray<float>([.. constant.Values.Select(value => (float)value.Value!)]),
        TypedConstantKind.Primitive => constant.Value,
        _ => null,
    };

    /// <summary>A token's text; strings are written plainly, for raw and verbatim ones may have several lines.</summary>
    private static string OneLine(SyntaxToken token) => token.Parent is LiteralExpressionSyntax && token.Value is string text ? SymbolDisplay.FormatLiteral(text, quote: true) : token.Text;

    /// <summary>The blank behind a token, as people write C#.</summary>
    private static string Space(SyntaxToken token)
    {
        SyntaxToken next = token.GetNextToken();
        bool isSpaced = token.Kind() is SyntaxKind.CommaToken or SyntaxKind.ColonToken or SyntaxKind.EqualsToken or SyntaxKind.OpenBraceToken
            || next.Kind() is SyntaxKind.EqualsToken or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken
            || (token.IsKind(SyntaxKind.NewKeyword) && !next.IsKind(SyntaxKind.OpenBracketToken))
            || token.Parent is BinaryExpressionSyntax
            || next.Parent is BinaryExpressionSyntax;
        return isSpaced ? " " : "";
    }

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);
}
