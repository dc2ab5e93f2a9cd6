using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator;

namespace ModelDsl.CodeFixes;

/// <summary>Mends what stands beside a layer: a missing Flatten, a softmax too many, a loss of the wrong kind.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NeighbourFixProvider : LayerFixProvider
{
    private const string SecondInput = "MDSL0006";
    private const string LayerAfterLoss = "MDSL0009";
    private const string SecondLoss = "MDSL0010";
    private const string WrongRank = "MDSL0102";
    private const string DropsPixels = "MDSL0107";
    private const string SoftmaxBeforeCrossEntropy = "MDSL0202";
    private const string SigmoidBeforeLogits = "MDSL0203";
    private const string NotLogProbabilities = "MDSL0204";
    private const string NotProbabilities = "MDSL0205";
    private const string DropoutBeforeLoss = "MDSL0208";
    private const string NormBeforeLoss = "MDSL0216";
    private const string ReLUBeforeLoss = "MDSL0217";
    private const string RepeatedActivation = "MDSL0218";
    private const string LinearPair = "MDSL0219";
    private const string SingleSoftmax = "MDSL0220";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        SecondInput, LayerAfterLoss, SecondLoss, WrongRank, DropsPixels, SoftmaxBeforeCrossEntropy, SigmoidBeforeLogits, NotLogProbabilities,
        NotProbabilities, DropoutBeforeLoss, NormBeforeLoss, ReLUBeforeLoss, RepeatedActivation, LinearPair, SingleSoftmax,
    ];

    private protected override IEnumerable<LayerFix> Fixes(Diagnostic diagnostic, AttributeSyntax attribute)
    {
        diagnostic.Properties.TryGetValue(ModelAnalyzer.FixProperty, out string? wanted);
        switch (diagnostic.Id)
        {
            case WrongRank when wanted == "BatchNorm2d":
                yield return Rename(attribute, "BatchNorm2d");
                yield return Insert(attribute, "Flatten");
                break;
            case WrongRank when wanted == "BatchNorm1d":
                yield return Rename(attribute, "BatchNorm1d");
                break;
            case LinearPair:
                yield return Insert(attribute, "ReLU");
                break;
            case SingleSoftmax when attribute.Name.ToString() == "Softmax":
                yield return new LayerFix("Write Sigmoid instead", root => root.ReplaceNode(attribute, AttributeEdits.Parse("Sigmoid").WithTriviaFrom(attribute)));
                break;
            case WrongRank when wanted == "Flatten":
                yield return Insert(attribute, "Flatten");
                break;
            case DropsPixels:
                yield return new LayerFix("Write CeilMode = true", root => AttributeEdits.WithArguments(root, attribute, WithCeilMode(attribute)));
                break;
            case NotLogProbabilities:
                yield return Rename(attribute, "CrossEntropyLoss");
                yield return Insert(attribute, "LogSoftmax");
                break;
            case NotProbabilities:
                yield return Rename(attribute, "BCEWithLogitsLoss");
                yield return Insert(attribute, "Sigmoid");
                break;
            case LayerAfterLoss:
                yield return new LayerFix("Move the loss behind the last layer", root => LossMove.Apply(root, attribute));
                break;
            case SecondInput or SecondLoss or SoftmaxBeforeCrossEntropy or SigmoidBeforeLogits or DropoutBeforeLoss or NormBeforeLoss or ReLUBeforeLoss or RepeatedActivation:
                yield return new LayerFix($"Remove {attribute.Name}", root => AttributeEdits.Remove(root, attribute));
                break;
        }
    }

    private static LayerFix Insert(AttributeSyntax attribute, string text)
        => new($"Write {text} before it", root => AttributeEdits.InsertBefore(root, attribute, text));

    private static LayerFix Rename(AttributeSyntax attribute, string name)
        => new($"Write {name} instead", root => AttributeEdits.Rename(root, attribute, name));

    private static IEnumerable<AttributeArgumentSyntax> WithCeilMode(AttributeSyntax attribute)
        => (attribute.ArgumentList?.Arguments ?? []).Where(argument => argument.NameEquals?.Name.Identifier.ValueText != "CeilMode").Append(
            SyntaxFactory.AttributeArgument(
                SyntaxFactory.NameEquals("CeilMode").NormalizeWhitespace(), null, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression)));
}
