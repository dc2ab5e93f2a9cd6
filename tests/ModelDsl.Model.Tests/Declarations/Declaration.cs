using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Model.Tests.Declarations;

/// <summary>
/// A chain of layers as its C# attributes: <c>[Input(2, 5, 5)] [Conv2d(3, 3, Stride = 2)] [MSELoss]</c>. The tests read the text by
/// themselves, so that a declaration which the compiler misreads does not match the reference.
/// </summary>
internal sealed class Declaration
{
    /// <summary>What is written without a name. A size that stands alone is height and width.</summary>
    private static readonly Dictionary<string, string[]> PositionalNames = new()
    {
        ["Linear"] = ["OutFeatures"],
        ["Conv2d"] = ["OutChannels", "KernelHeight", "KernelWidth"],
        ["MaxPool2d"] = ["KernelHeight", "KernelWidth"],
        ["AvgPool2d"] = ["KernelHeight", "KernelWidth"],
        ["AdaptiveAvgPool2d"] = ["OutputHeight", "OutputWidth"],
        ["Dropout"] = ["P"],
        ["LeakyReLU"] = ["NegativeSlope"],
        ["ELU"] = ["Alpha"],
        ["Softmax"] = ["Dim"],
        ["LogSoftmax"] = ["Dim"],
    };

    private Declaration(string text, int[] input, IReadOnlyList<DeclaredLayer> layers, DeclaredLayer? loss)
    {
        Text = text;
        Input = input;
        Layers = layers;
        Loss = loss;
    }

    public string Text { get; }

    /// <summary>The shape of one sample.</summary>
    public int[] Input { get; }

    public IReadOnlyList<DeclaredLayer> Layers { get; }

    public DeclaredLayer? Loss { get; }

    /// <summary>Whether the targets are class indices.</summary>
    public bool HasClassTargets => Loss?.Kind is "CrossEntropyLoss" or "NLLLoss";

    public static Declaration Parse(string text)
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text + " class C;");
        List<DeclaredLayer> layers = [];
        DeclaredLayer? loss = null;
        int[] input = [];
        foreach (AttributeSyntax attribute in unit.DescendantNodes().OfType<AttributeSyntax>())
        {
            string kind = attribute.Name.ToString();
            SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
            if (kind == "Input") input = [.. arguments.Select(argument => Convert.ToInt32(Evaluate(argument.Expression)))];
            else if (kind.EndsWith("Loss", StringComparison.Ordinal)) loss = Read(kind, arguments);
            else layers.Add(Read(kind, arguments));
        }
        return new(text, input, layers, loss);
    }

    private static DeclaredLayer Read(string kind, SeparatedSyntaxList<AttributeArgumentSyntax> arguments)
    {
        Dictionary<string, object> values = [];
        foreach (AttributeArgumentSyntax argument in arguments)
        {
            if (argument.NameEquals is { } named) values.Add(named.Name.ToString(), Evaluate(argument.Expression));
        }
        object[] positional = [.. arguments.Where(argument => argument.NameEquals is null).Select(argument => Evaluate(argument.Expression))];
        if (kind == "LayerNorm" && positional.Length > 0) values.Add("NormalizedShape", positional.Select(Convert.ToDouble).ToArray());
        else
        {
            for (int i = 0; i < positional.Length; i++) values.Add(PositionalNames[kind][i], positional[i]);
        }
        foreach (string side in new[] { "Kernel", "Output" })
        {
            if (values.TryGetValue(side + "Height", out object? height)) values.TryAdd(side + "Width", height);
        }
        return new(kind, values);
    }

    private static object Evaluate(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value!,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => Evaluate(minus.Operand) is int i ? -i : -Convert.ToDouble(Evaluate(minus.Operand)),
        ImplicitArrayCreationExpressionSyntax array => Values(array.Initializer.Expressions),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => Values(initializer.Expressions),
        CollectionExpressionSyntax collection => Values(collection.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression)),
        MemberAccessExpressionSyntax member => member.Name.ToString(),
        _ => throw new NotSupportedException(expression.ToString()),
    };

    private static double[] Values(IEnumerable<ExpressionSyntax> expressions) => [.. expressions.Select(e => Convert.ToDouble(Evaluate(e)))];
}
