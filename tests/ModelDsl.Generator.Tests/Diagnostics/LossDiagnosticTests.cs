using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>MDSL02xx: losses against outputs, and what PyTorch users learn the hard way.</summary>
public class LossDiagnosticTests
{
    [Fact]
    public Task CrossEntropy_OnASequence_IsReported() => Expect(
        "[Input(5, 4), Linear(10), CrossEntropyLoss]",
        "MDSL0201", "CrossEntropyLoss",
        "'CrossEntropyLoss' wants one score for each class, [C] or [C, H, W], but the model's output is [5, 10]: 'Input' [5, 4] → 'Linear' [5, 10]. Write [Flatten, Linear(classes)] before it.");

    [Fact]
    public Task CrossEntropy_AfterSoftmax_UnderlinesTheSoftmax() => Expect(
        "[Input(4), Linear(3), Softmax, CrossEntropyLoss]",
        "MDSL0202", "Softmax",
        "'Softmax' stands before 'CrossEntropyLoss', which applies a softmax of its own: gradients vanish and training stalls. Remove 'Softmax'.");

    [Fact]
    public Task CrossEntropy_AfterLogSoftmax_IsReportedToo() => Expect(
        "[Input(4), Linear(3), LogSoftmax(1), CrossEntropyLoss]",
        "MDSL0202", "LogSoftmax(1)",
        "'LogSoftmax(1)' stands before 'CrossEntropyLoss', which applies a softmax of its own: it does nothing. Remove 'LogSoftmax(1)'.");

    [Fact]
    public Task BCEWithLogits_AfterSigmoid_UnderlinesTheSigmoid() => Expect(
        "[Input(4), Linear(1), Sigmoid, BCEWithLogitsLoss]",
        "MDSL0203", "Sigmoid",
        "'Sigmoid' stands before 'BCEWithLogitsLoss', which applies a sigmoid of its own: gradients vanish and training stalls. Remove 'Sigmoid'.");

    [Fact]
    public Task NLLLoss_WithoutLogSoftmax_IsReported() => Expect(
        "[Input(4), Linear(3), NLLLoss]",
        "MDSL0204", "NLLLoss",
        "'NLLLoss' wants logarithms of probabilities, but the model ends with 'Linear(3)'. Write LogSoftmax before it, or CrossEntropyLoss instead of it.");

    [Fact]
    public Task BCELoss_WithoutSigmoid_IsReported() => Expect(
        "[Input(4), Linear(3), BCELoss]",
        "MDSL0205", "BCELoss",
        "'BCELoss' wants probabilities from 0 to 1, but the model ends with 'Linear(3)'. Write BCEWithLogitsLoss instead, or Sigmoid before it.");

    [Theory]
    [InlineData("[Input(4), Linear(3), CrossEntropyLoss(Weight = new[] { 1f, 2f })]", "Weight = new[] { 1f, 2f }", "3 classes")]
    [InlineData("[Input(4), Linear(3), BCEWithLogitsLoss(PosWeight = new[] { 1f })]", "PosWeight = new[] { 1f }", "3 values")]
    [InlineData("[Input(4), Linear(3), CrossEntropyLoss(Weight = new float[0])]", "Weight = new float[0]", "3 classes")]
    public async Task Weights_TooFew_AreUnderlined(string attributes, string underlined, string has)
    {
        Finding finding = Assert.Single(await Analysis.FindAsync(Sources.Model(attributes)));
        Assert.Equal(("MDSL0206", underlined), (finding.Id, finding.Text));
        Assert.Contains($"but the model's output has {has}: 'Input' [4] → 'Linear' [3]. Write 3 of them.", finding.Message);
    }

    [Fact]
    public Task CrossEntropy_OneClass_IsReported() => Expect(
        "[Input(4), Linear(1), CrossEntropyLoss]",
        "MDSL0207", "CrossEntropyLoss",
        "'CrossEntropyLoss' chooses among the classes of the output, but there is only one: the loss is always 0. Write one output for each class, or BCEWithLogitsLoss for a yes or no.");

    [Fact]
    public Task Loss_AfterDropout_UnderlinesTheDropout() => Expect(
        "[Input(4), Linear(2), Dropout(0.5f), CrossEntropyLoss]",
        "MDSL0208", "Dropout(0.5f)",
        "'Dropout(0.5f)' wipes out predictions, not features: nothing is learned from the wiped ones. Move it before the last layer with weights.");

    [Theory]
    [InlineData("[Input(4), Linear(2), CrossEntropyLoss(LabelSmoothing = 2)]", "LabelSmoothing = 2", "from 0 to 1")]
    [InlineData("[Input(4), Linear(2), HuberLoss(Delta = 0)]", "Delta = 0", "greater than 0")]
    [InlineData("[Input(4), Linear(2), SmoothL1Loss(Beta = -1)]", "Beta = -1", "at least 0")]
    [InlineData("[Input(4), Linear(2), CrossEntropyLoss(Weight = new[] { 1f, -1f })]", "Weight = new[] { 1f, -1f }", "at least 0")]
    public async Task Argument_OutOfRange_IsUnderlined(string attributes, string underlined, string wanted)
    {
        Finding finding = Assert.Single(await Analysis.FindAsync(Sources.Model(attributes)));
        Assert.Equal(("MDSL0105", underlined), (finding.Id, finding.Text));
        Assert.EndsWith($"but must be {wanted}.", finding.Message);
    }

    [Theory]
    [InlineData("[Input(4), Linear(3), CrossEntropyLoss]")]
    [InlineData("[Input(4), Linear(3), LogSoftmax, NLLLoss]")]
    [InlineData("[Input(4), Linear(3), Sigmoid, BCELoss]")]
    [InlineData("[Input(4), Linear(3), BCEWithLogitsLoss]")]
    [InlineData("[Input(4), Linear(3), Sigmoid, MSELoss]")]
    [InlineData("[Input(4), Linear(3), L1Loss(Reduction = Reduction.Sum)]")]
    [InlineData("[Input(1, 4, 4), Conv2d(3, 1), CrossEntropyLoss(Weight = new[] { 1f, 2f, 3f }, IgnoreIndex = 0)]")]
    [InlineData("[Input(5, 4), Linear(10), MSELoss]")]
    public async Task Loss_ThatFits_IsNotReported(string attributes) => Assert.Empty(await Analysis.FindAsync(Sources.Model(attributes)));

    private static Task Expect(string attributes, string id, string underlined, string message) => Analysis.ExpectAsync(Sources.Model(attributes), id, underlined, message);
}
