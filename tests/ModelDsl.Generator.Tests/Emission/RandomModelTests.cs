using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>What the analyzer lets pass must compile, whatever layers follow each other.</summary>
public class RandomModelTests
{
    private const int Count = 40;

    private static readonly string[] Layers =
    [
        "Linear({0})", "Linear({0}, Bias = false)", "Linear({1}, Name = \"größe{0}\")", "Conv2d({0}, {1})", "Conv2d({0}, {1}, 1, Stride = 2, PaddingHeight = 1)",
        "Conv2d({0}, 3, Padding = 2, Dilation = 2, Bias = false)", "Conv2d(6, 3, Groups = {1})", "MaxPool2d({1})", "MaxPool2d(3, Stride = 2, Padding = 1, CeilMode = true)",
        "MaxPool2d({1}, Dilation = 2)", "AvgPool2d({1})", "AvgPool2d(3, Stride = 1, Padding = 1, CountIncludePad = false)", "AvgPool2d(2, DivisorOverride = 3, CeilMode = true)",
        "AdaptiveAvgPool2d({1})", "AdaptiveAvgPool2d(1, {0})", "Flatten", "Flatten", "Dropout", "Dropout(1)", "BatchNorm1d", "BatchNorm1d(Affine = false)", "BatchNorm2d",
        "BatchNorm2d(TrackRunningStats = false)", "LayerNorm", "LayerNorm(Bias = false)", "LayerNorm(ElementwiseAffine = false)", "ReLU", "LeakyReLU(0.2f)", "ELU(0.5f)", "SELU", "GELU",
        "GELU(Approximate = \"tanh\")", "SiLU", "Sigmoid", "Tanh", "Softplus(Beta = 2, Threshold = float.PositiveInfinity)", "Hardswish", "Softmax", "Softmax(-1)", "LogSoftmax(-1)",
    ];

    private static readonly string[] Losses =
    [
        "", "CrossEntropyLoss", "CrossEntropyLoss(LabelSmoothing = 0.1f, IgnoreIndex = 0)", "CrossEntropyLoss(Reduction = Reduction.Sum)", "NLLLoss", "MSELoss", "L1Loss", "SmoothL1Loss(Beta = 0)",
        "HuberLoss(Delta = 2)", "BCELoss", "BCEWithLogitsLoss", "MSELoss(Reduction = Reduction.Sum)",
    ];

    private static readonly string[] Inputs = ["Input(7)", "Input(1)", "Input(5, 3)", "Input(1, 9, 9)", "Input(3, 12, 7)", "Input(17, 5, 5)"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Model_ThatTheAnalyzerLetsPass_Compiles(int seed)
    {
        Random random = new(seed);
        HashSet<string> wrong = [];
        List<string> models = [.. Enumerable.Range(0, 12 * Count).Select(i => Declare($"Net{i}", random))];
        foreach (Diagnostic diagnostic in await Analysis.DiagnosticsAsync(Sources.Compile([.. models])))
        {
            Assert.NotEqual("MDSL0001", diagnostic.Id);
            if (diagnostic.Severity == DiagnosticSeverity.Error) wrong.Add(diagnostic.Location.SourceTree!.ToString());
        }
        List<string> right = [.. models.Where(model => !wrong.Contains(model)).Take(Count)];
        Assert.True(right.Count == Count, $"only {right.Count} of {models.Count} random models are sound");

        Generation.Driver().RunGeneratorsAndUpdateCompilation(Sources.Compile([.. right]), out Compilation compilation, out ImmutableArray<Diagnostic> faults);
        Assert.Empty(faults);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591"));
    }

    private static string Declare(string name, Random random)
    {
        StringBuilder text = new($"[Model, {Inputs[random.Next(Inputs.Length)]}");
        for (int i = random.Next(1, 7); i > 0; i--)
            text.Append(", ").Append(string.Format(CultureInfo.InvariantCulture, Layers[random.Next(Layers.Length)], random.Next(1, 20), random.Next(1, 4)));
        string loss = Losses[random.Next(Losses.Length)];
        if (loss.Length > 0) text.Append(", ").Append(loss);
        return text.Append($"] public partial class {name};").ToString();
    }
}
