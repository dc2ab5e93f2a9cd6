using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.CodeFixes;

/// <summary>Edits of calls of tensor functions.</summary>
internal static class CallEdits
{
    /// <summary>The name of what is called.</summary>
    public static string NameOf(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.ValueText : call.Expression.ToString();

    /// <summary><c>x</c> → <c>Flatten(x)</c></summary>
    public static ExpressionSyntax Wrap(string function, ExpressionSyntax expression)
        => SyntaxFactory.ParseExpression($"{function}({expression.WithoutTrivia()})").WithTriviaFrom(expression);

    /// <summary><c>a + b</c> → <c>(a + b).Reshape(4, 1)</c></summary>
    public static ExpressionSyntax Append(ExpressionSyntax expression, string call)
    {
        bool isPrimary = expression is NameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax;
        string text = expression.WithoutTrivia().ToString();
        return SyntaxFactory.ParseExpression((isPrimary ? text : $"({text})") + call).WithTriviaFrom(expression);
    }

    /// <summary>What a function is applied to: <c>x</c> of <c>Softmax(x, -1)</c> and of <c>x.Sigmoid()</c>.</summary>
    public static ExpressionSyntax? Inner(InvocationExpressionSyntax call) => call switch
    {
        { Expression: MemberAccessExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "TensorFunctions" } and var receiver } } => receiver,
        { ArgumentList.Arguments: [var first, ..] } => first.Expression,
        _ => null,
    };

    /// <summary>The call of another function with the same arguments.</summary>
    public static ExpressionSyntax Rename(InvocationExpressionSyntax call, string name)
    {
        SimpleNameSyntax old = call.Expression is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)call.Expression;
        return call.ReplaceNode(old, SyntaxFactory.IdentifierName(name).WithTriviaFrom(old));
    }

    /// <summary><c>ReLU(x);</c> → <c>x = ReLU(x);</c></summary>
    public static StatementSyntax Keep(ExpressionStatementSyntax statement, string local)
        => SyntaxFactory.ParseStatement($"{local} = {statement.WithoutTrivia()}").WithTriviaFrom(statement);

    /// <summary>The call with other dimensions in place of those that it names; null where they are not numbers that stand there one by one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="place">One of the numbers.</param>
    /// <param name="dimensions">All of them, as they should be.</param>
    public static InvocationExpressionSyntax? Dimensions(InvocationExpressionSyntax call, SyntaxNode place, string dimensions)
    {
        string[] wanted = [.. dimensions.Split(',').Select(dimension => dimension.Trim())];
        ExpressionSyntax[] written = place.FirstAncestorOrSelf<CollectionExpressionSyntax>() is { } list && list.Ancestors().Contains(call)
            ? [.. list.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression)]
            : [.. call.ArgumentList.Arguments.Select(argument => argument.Expression).Where(IsNumber)];
        if (written.Length != wanted.Length || !written.All(IsNumber)) return null;
        return call.ReplaceNodes(written, (old, _) => SyntaxFactory.ParseExpression(wanted[Array.IndexOf(written, old)]).WithTriviaFrom(old));
    }

    private static bool IsNumber(ExpressionSyntax expression)
        => expression.IsKind(SyntaxKind.NumericLiteralExpression) || expression is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand.RawKind: (int)SyntaxKind.NumericLiteralExpression };
}
