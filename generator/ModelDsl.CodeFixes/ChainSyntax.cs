using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>A chain as it stands in the source, and how it is written in the graph form.</summary>
internal sealed class ChainSyntax
{
    private readonly AttributeSyntax _input;
    private readonly List<List<AttributeSyntax>> _blocks;
    private readonly AttributeSyntax? _loss;

    private ChainSyntax(AttributeSyntax input, List<List<AttributeSyntax>> blocks, AttributeSyntax? loss) => (_input, _blocks, _loss) = (input, blocks, loss);

    /// <summary>The chain of a class, or null where it has none, or one that is not sound.</summary>
    public static ChainSyntax? Read(ClassDeclarationSyntax type, SemanticModel model, CancellationToken cancellation)
    {
        AttributeSyntax? input = null, loss = null;
        List<List<AttributeSyntax>> blocks = [];
        bool isModel = false;
        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            List<AttributeSyntax> layers = [];
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                switch (KindOf(attribute, model, cancellation))
                {
                    case "Model":
                        isModel = true;
                        break;
                    case "Input" when input is null && loss is null:
                        input = attribute;
                        break;
                    case "Layer" when loss is null:
                        layers.Add(attribute);
                        break;
                    case "Loss" when loss is null:
                        loss = attribute;
                        break;
                    case "":
                        break;
                    default:
                        return null;
                }
            }
            if (layers.Count > 0) blocks.Add(layers);
        }
        return isModel && input is not null && blocks.Count > 0 ? new ChainSyntax(input, blocks, loss) : null;
    }

    /// <summary>The class with a partial method for each pair of brackets, and the methods that join them.</summary>
    public ClassDeclarationSyntax ToGraph(ClassDeclarationSyntax type)
    {
        string end = type.SyntaxTree.GetText().ToString().Contains("\r\n") ? "\r\n" : "\n";
        string outer = string.Concat(type.AttributeLists[0].GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse()), indent = outer + "    ";
        HashSet<string> taken = [type.Identifier.ValueText, .. type.Members.SelectMany(Names)];
        string[] names = [.. _blocks.Select((_, i) => Unique(_blocks.Count == 1 ? "Layers" : $"Layer{i + 1}", taken))];
        string forward = Unique("Forward", taken), objective = Unique("Loss", taken);
        List<string> lines = [.. _blocks.Select((block, i) => $"{indent}[{string.Join(", ", block.Select(Text))}] private partial Tensor {names[i]}(Tensor x);")];
        lines.Add("");
        lines.AddRange(Forward(indent, forward, names));
        if (_loss is not null) lines.AddRange(["", $"{indent}[Objective, {Text(_loss)}] private partial Tensor {objective}(Tensor outputs, Tensor targets);"]);

        ClassDeclarationSyntax bare = WithoutChain(type);
        SyntaxList<MemberDeclarationSyntax> added = ((ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"class C{end}{{{end}{string.Join(end, lines)}{end}}}")!).Members;
        if (type.Members.Count > 0) added = added.Replace(added[added.Count - 1], added.Last().WithTrailingTrivia(added.Last().GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(end))));
        if (bare.OpenBraceToken.IsKind(SyntaxKind.None) || bare.OpenBraceToken.IsMissing)
        {
            SyntaxTriviaList tail = bare.SemicolonToken.TrailingTrivia;
            bare = bare.WithSemicolonToken(default)
                .WithIdentifier(bare.Identifier.WithTrailingTrivia(SyntaxFactory.EndOfLine(end)))
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxFactory.ParseLeadingTrivia(outer), SyntaxKind.OpenBraceToken, SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(end))))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxFactory.ParseLeadingTrivia(outer), SyntaxKind.CloseBraceToken, tail));
        }
        return bare.WithMembers(bare.Members.InsertRange(0, added));
    }

    private IEnumerable<string> Forward(string indent, string name, string[] blocks)
    {
        AttributeArgumentSyntax[] arguments = [.. _input.ArgumentList?.Arguments ?? default];
        string shape = string.Join(", ", arguments.Where(argument => argument.NameEquals is null).Select(argument => argument.Expression.ToString()));
        string input = arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Name")?.Expression is LiteralExpressionSyntax { Token.Value: string given } ? given : "input";
        string header = $"{indent}[Forward] private Tensor {name}([Shape({shape})] Tensor {input})";
        if (blocks.Length <= 2)
        {
            yield return $"{header} => {blocks.Aggregate(input, (inner, block) => $"{block}({inner})")};";
            yield break;
        }
        yield return header;
        yield return indent + "{";
        string x = input == "x" ? "x = " : "Tensor x = ";
        for (int i = 0; i < blocks.Length - 1; i++)
            yield return $"{indent}    {(i == 0 ? x : "x = ")}{blocks[i]}({(i == 0 ? input : "x")});";
        yield return $"{indent}    return {blocks[blocks.Length - 1]}(x);";
        yield return indent + "}";
    }

    /// <summary>The class without its input, layers and loss; what documentation and comments stand before it stay.</summary>
    private ClassDeclarationSyntax WithoutChain(ClassDeclarationSyntax type)
    {
        HashSet<AttributeSyntax> chain = [_input, .. _blocks.SelectMany(block => block)];
        if (_loss is not null) chain.Add(_loss);
        SyntaxTriviaList leading = type.GetLeadingTrivia();
        List<AttributeListSyntax> lists = [];
        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            AttributeSyntax[] kept = [.. list.Attributes.Where(attribute => !chain.Contains(attribute))];
            if (kept.Length > 0) lists.Add(list.WithAttributes(SyntaxFactory.SeparatedList(kept.Select(attribute => attribute.WithoutTrivia()))));
        }
        return type.WithAttributeLists(SyntaxFactory.List(lists)).WithLeadingTrivia(leading);
    }

    /// <summary>What an attribute is to a chain: its kind, or nothing.</summary>
    private static string? KindOf(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetTypeInfo(attribute, cancellation).Type is not INamedTypeSymbol { TypeKind: not TypeKind.Error } type) return null;
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.ContainingNamespace?.ToDisplayString() != "ModelDsl") continue;
            if (current.Name is "ModelAttribute" or "InputAttribute" or "LayerAttribute" or "LossAttribute") return current.Name.Substring(0, current.Name.Length - "Attribute".Length);
        }
        return "";
    }

    private static IEnumerable<string> Names(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
        _ => [],
    };

    private static string Unique(string name, HashSet<string> taken)
    {
        string result = name;
        for (int i = 2; !taken.Add(result); i++) result = $"{name}{i}";
        return result;
    }

    private static string Text(AttributeSyntax attribute) => attribute.WithoutTrivia().ToString();
}
