using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator;

namespace ModelDsl.CodeFixes;

/// <summary>Mends calls and operators in bodies: what is given the wrong shape, a softmax too many, dimensions counted with the batch, a result that is not kept.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CallFixProvider : CodeFixProvider
{
    private const string WrongRank = "MDSL0102";
    private const string ShapesDoNotFit = "MDSL0111";
    private const string NoSuchDimension = "MDSL0112";
    private const string CannotMultiply = "MDSL0126";
    private const string SoftmaxBeforeCrossEntropy = "MDSL0202";
    private const string SigmoidBeforeLogits = "MDSL0203";
    private const string NotLogProbabilities = "MDSL0204";
    private const string NotProbabilities = "MDSL0205";
    private const string UnusedValue = "MDSL0213";
    private const string ReLUBeforeLoss = "MDSL0217";
    private const string RepeatedActivation = "MDSL0218";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        WrongRank, ShapesDoNotFit, NoSuchDimension, CannotMultiply, SoftmaxBeforeCrossEntropy, SigmoidBeforeLogits, NotLogProbabilities, NotProbabilities, UnusedValue,
        ReLUBeforeLoss, RepeatedActivation,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode? node = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (node is null || node.FirstAncestorOrSelf<AttributeSyntax>() is not null) continue;
            if (Fix(diagnostic, node) is not var (title, old, changed)) continue;
            CodeAction action = CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root!.ReplaceNode(old, changed))), equivalenceKey: diagnostic.Id + title);
            context.RegisterCodeFix(action, diagnostic);
        }
    }

    private static (string Title, SyntaxNode Old, SyntaxNode Changed)? Fix(Diagnostic diagnostic, SyntaxNode node)
    {
        diagnostic.Properties.TryGetValue(ModelAnalyzer.FixProperty, out string? fix);
        diagnostic.Properties.TryGetValue(ModelAnalyzer.ArgumentProperty, out string? argument);
        InvocationExpressionSyntax? call = node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        switch (diagnostic.Id)
        {
            case WrongRank when fix == "Flatten" && call is { ArgumentList.Arguments: [var first, ..] }:
                return ("Write Flatten around what it is given", first.Expression, CallEdits.Wrap("Flatten", first.Expression));
            case ShapesDoNotFit when fix is not null && OperandOf(diagnostic, node, argument == "b") is { } operand:
                return ($"Write {fix} behind it", operand, CallEdits.Append(operand, fix));
            case CannotMultiply when fix is not null && call is { ArgumentList.Arguments: [var left, var right] }:
                ExpressionSyntax matrix = argument == "b" ? right.Expression : left.Expression;
                return ($"Write {fix} behind it", matrix, CallEdits.Append(matrix, fix));
            case NoSuchDimension when fix is not null && argument is "Dims" or "Dim" && call is not null && CallEdits.Dimensions(call, node, fix) is { } changed:
                return ($"Count dimensions without the batch: {fix}", call, changed);
            case SoftmaxBeforeCrossEntropy or SigmoidBeforeLogits or ReLUBeforeLoss or RepeatedActivation when call is not null && CallEdits.Inner(call) is { } inner:
                return ($"Remove {CallEdits.NameOf(call)}", call, inner.WithTriviaFrom(call));
            case NotLogProbabilities when call is not null:
                return ("Write CrossEntropy instead", call, CallEdits.Rename(call, "CrossEntropy"));
            case NotProbabilities when call is not null:
                return ("Write BinaryCrossEntropyWithLogits instead", call, CallEdits.Rename(call, "BinaryCrossEntropyWithLogits"));
            case UnusedValue when fix is not null && call is { Parent: ExpressionStatementSyntax statement }:
                return ($"Write '{fix} = ' before it", statement, CallEdits.Keep(statement, fix));
            default:
                return null;
        }
    }

    /// <summary>The first or the second operand of an operator, or what a call is given for it: the argument itself is underlined then.</summary>
    private static ExpressionSyntax? OperandOf(Diagnostic diagnostic, SyntaxNode node, bool isSecond) => node switch
    {
        // The message starts with what does not fit together: the operator itself, or the call that it is an argument of.
        BinaryExpressionSyntax binary when diagnostic.GetMessage(CultureInfo.InvariantCulture).StartsWith($"'{binary}':", StringComparison.Ordinal) => isSecond ? binary.Right : binary.Left,
        ArgumentSyntax argument => argument.Expression,
        ExpressionSyntax { Parent: ArgumentSyntax } expression => expression,
        _ => null,
    };
}
