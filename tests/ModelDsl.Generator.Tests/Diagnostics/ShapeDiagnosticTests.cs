using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>MDSL01xx: sizes, ranks, windows, ranges. Each test asserts the id, the underlined text and the message.</summary>
public class ShapeDiagnosticTests
{
    [Fact]
    public Task Linear_WrongInFeatures_SaysWhatItIsGivenAndWhere() => Expect(
        "[Input(1, 28, 28), MaxPool2d(4), Flatten, Linear(10, InFeatures = 490), CrossEntropyLoss]",
        "MDSL0101", "InFeatures = 490",
        "'Linear(10, InFeatures = 490)' is given 49 features: 'MaxPool2d' [1, 7, 7] → 'Flatten' [49]. Write InFeatures = 49, or leave it out.");

    [Fact]
    public Task Conv2d_WrongInChannels_IsReported() => Expect(
        "[Input(3, 32, 32), Conv2d(8, 3, InChannels = 1)]",
        "MDSL0101", "InChannels = 1",
        "'Conv2d(8, 3, InChannels = 1)' is given 3 channels: 'Input' [3, 32, 32]. Write InChannels = 3, or leave it out.");

    [Theory]
    [InlineData("[Input(6), BatchNorm1d(NumFeatures = 5)]", "6 features: 'Input' [6]. Write NumFeatures = 6, or leave it out.")]
    [InlineData("[Input(6, 2, 2), BatchNorm2d(NumFeatures = 5)]", "6 channels: 'Input' [6, 2, 2]. Write NumFeatures = 6, or leave it out.")]
    public async Task BatchNorm_WrongNumFeatures_IsReported(string attributes, string end)
    {
        Finding finding = Assert.Single(await Analysis.FindAsync(Sources.Model(attributes)));
        Assert.Equal(("MDSL0101", "NumFeatures = 5"), (finding.Id, finding.Text));
        Assert.EndsWith(end, finding.Message);
    }

    [Fact]
    public Task LayerNorm_WrongSizes_NamesTheRightOnes() => Expect(
        "[Input(3, 8, 9), LayerNorm(8, 8)]",
        "MDSL0101", "8",
        "'LayerNorm(8, 8)' is given [3, 8, 9]: 'Input' [3, 8, 9]. Write LayerNorm(8, 9), or leave it out.");

    [Fact]
    public Task Linear_OnAPicture_AsksForFlatten() => Expect(
        "[Input(1, 28, 28), Conv2d(4, 3), ReLU, Linear(10)]",
        "MDSL0102", "Linear(10)",
        "'Linear(10)' wants a vector [F], but is given a picture [4, 26, 26]: 'Input' [1, 28, 28] → 'Conv2d' [4, 26, 26]. Write Flatten before it.");

    [Fact]
    public Task Conv2d_OnAVector_IsReported() => Expect(
        "[Input(784), Conv2d(4, 3)]",
        "MDSL0102", "Conv2d(4, 3)",
        "'Conv2d(4, 3)' wants a picture [C, H, W], but is given a vector [784]: 'Input' [784]. Move it before the layer that makes a vector of the picture, or declare a picture: [Input(channels, height, width)].");

    [Fact]
    public Task Conv2d_OnAnInputWithoutChannels_SaysToWriteThem() => Expect(
        "[Input(28, 28), Conv2d(4, 3)]",
        "MDSL0102", "Conv2d(4, 3)",
        "'Conv2d(4, 3)' wants a picture [C, H, W], but is given a sequence [28, 28]: 'Input' [28, 28]. Write the channels too: [Input(1, 28, 28)].");

    [Fact]
    public Task BatchNorm1d_OnAPicture_AsksForBatchNorm2d() => Expect(
        "[Input(3, 4, 4), BatchNorm1d]",
        "MDSL0102", "BatchNorm1d",
        "'BatchNorm1d' wants a vector [F], but is given a picture [3, 4, 4]: 'Input' [3, 4, 4]. Write BatchNorm2d, or Flatten before it.");

    [Fact]
    public Task BatchNorm1d_OnASequence_IsReported() => Expect(
        "[Input(5, 4), BatchNorm1d]",
        "MDSL0102", "BatchNorm1d",
        "'BatchNorm1d' wants a vector [F], but is given a sequence [5, 4]: 'Input' [5, 4]. Write Flatten before it.");

    [Fact]
    public Task Conv2d_KernelLargerThanPaddedInput_UnderlinesTheKernel() => Expect(
        "[Input(1, 8, 8), MaxPool2d(4), Conv2d(4, 5, Padding = 1)]",
        "MDSL0103", "5",
        "'Conv2d(4, 5, Padding = 1)' looks at 5×5 pixels, but is given a picture of 2×2 (4×4 with its border): 'Input' [1, 8, 8] → 'MaxPool2d' [1, 2, 2]. Write a smaller kernel, or leave out a layer that shrinks the picture.");

    [Fact]
    public Task MaxPool2d_WidthTooLarge_UnderlinesTheWidth() => Expect(
        "[Input(1, 8, 4), MaxPool2d(2, 5)]",
        "MDSL0103", "5",
        "'MaxPool2d(2, 5)' looks at 2×5 pixels, but is given a picture of 8×4: 'Input' [1, 8, 4]. Write a smaller kernel, or leave out a layer that shrinks the picture.");

    [Fact]
    public Task Conv2d_DilatedKernel_CountsWhatItSpans() => Expect(
        "[Input(1, 8, 8), Conv2d(1, 3, Dilation = 4)]",
        "MDSL0103", "3",
        "'Conv2d(1, 3, Dilation = 4)' looks at 9×9 pixels, but is given a picture of 8×8: 'Input' [1, 8, 8]. Write a smaller kernel, or leave out a layer that shrinks the picture.");

    [Fact]
    public Task Conv2d_GroupsDoNotDivideInputs_NamesTheNearestThatDo() => Expect(
        "[Input(6, 8, 8), Conv2d(8, 3, Groups = 4)]",
        "MDSL0104", "Groups = 4",
        "'Conv2d(8, 3, Groups = 4)' cannot cut 6 input channels into 4 equal groups. Write Groups = 2, which divides both 6 input and 8 output channels.");

    [Fact]
    public Task Conv2d_GroupsDoNotDivideOutputs_IsReported() => Expect(
        "[Input(6, 8, 8), Conv2d(8, 3, Groups = 6)]",
        "MDSL0104", "Groups = 6",
        "'Conv2d(8, 3, Groups = 6)' cannot cut 8 output channels into 6 equal groups. Write Groups = 2, which divides both 6 input and 8 output channels.");

    [Theory]
    [InlineData("[Input(4), Linear(0)]", "0", "'Linear(0)': OutFeatures is 0, but must be at least 1.")]
    [InlineData("[Input(4), Linear(-3)]", "-3", "'Linear(-3)': OutFeatures is -3, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), Conv2d(0, 3)]", "0", "'Conv2d(0, 3)': OutChannels is 0, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), Conv2d(2, 0)]", "0", "'Conv2d(2, 0)': KernelSize is 0, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), Conv2d(2, 3, 0)]", "0", "'Conv2d(2, 3, 0)': KernelWidth is 0, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), Conv2d(2, 3, Stride = 0)]", "Stride = 0", "'Conv2d(2, 3, Stride = 0)': Stride is 0, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), Conv2d(2, 3, StrideWidth = 0)]", "StrideWidth = 0", "'Conv2d(2, 3, StrideWidth = 0)': StrideWidth is 0, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), Conv2d(2, 3, Padding = -1)]", "Padding = -1", "'Conv2d(2, 3, Padding = -1)': Padding is -1, but must be at least 0.")]
    [InlineData("[Input(1, 4, 4), Conv2d(2, 3, Groups = 0)]", "Groups = 0", "'Conv2d(2, 3, Groups = 0)': Groups is 0, but must be at least 1.")]
    [InlineData("[Input(1, 4, 4), MaxPool2d(0)]", "0", "'MaxPool2d(0)': KernelSize is 0, but must be at least 1.")]
    [InlineData("[Input(1, 8, 8), MaxPool2d(2, Padding = 2)]", "Padding = 2", "'MaxPool2d(2, Padding = 2)': Padding is 2, but must be at most half of the window, 1.")]
    [InlineData("[Input(1, 8, 8), AvgPool2d(2, Stride = -1)]", "Stride = -1", "'AvgPool2d(2, Stride = -1)': Stride is -1, but must be at least 0.")]
    [InlineData("[Input(1, 8, 8), AdaptiveAvgPool2d(0)]", "0", "'AdaptiveAvgPool2d(0)': OutputSize is 0, but must be at least 1.")]
    [InlineData("[Input(4), Dropout(1.5f), Linear(2)]", "1.5f", "'Dropout(1.5f)': P is 1.5, but must be a probability, from 0 to 1.")]
    [InlineData("[Input(4), BatchNorm1d(Eps = -1)]", "Eps = -1", "'BatchNorm1d(Eps = -1)': Eps is -1, but must be at least 0.")]
    [InlineData("[Input(4), BatchNorm1d(Momentum = 2)]", "Momentum = 2", "'BatchNorm1d(Momentum = 2)': Momentum is 2, but must be from 0 to 1.")]
    [InlineData("[Input(4), LayerNorm(Eps = float.NaN)]", "Eps = float.NaN", "'LayerNorm(Eps = float.NaN)': Eps is NaN, but must be at least 0.")]
    [InlineData("[Input(4), Softplus(Beta = 0)]", "Beta = 0", "'Softplus(Beta = 0)': Beta is 0, but must be greater than 0.")]
    [InlineData("[Input(4), GELU(Approximate = \"erf\")]", "Approximate = \"erf\"", "'GELU(Approximate = \"erf\")': Approximate is \"erf\", but must be \"none\" or \"tanh\".")]
    [InlineData("[Input(4), Softmax(0)]", "0", "'Softmax(0)': Dim is 0, but must be 1, or −1 for the last: the batch is dimension 0, and a sample is [4].")]
    [InlineData("[Input(3, 4, 4), LogSoftmax(4)]", "4", "'LogSoftmax(4)': Dim is 4, but must be from 1 to 3, or −1 for the last: the batch is dimension 0, and a sample is [3, 4, 4].")]
    [InlineData("[Input(4, 0), Linear(2)]", "Input(4, 0)", "'Input(4, 0)': a size is 0, but must be at least 1.")]
    [InlineData("[Input, Linear(2)]", "Input", "'Input()': the number of sizes is 0, but must be 1 (a vector), 2 (a sequence) or 3 (a picture).")]
    [InlineData("[Input(1, 2, 3, 4), Linear(2)]", "Input(1, 2, 3, 4)", "'Input(1, 2, 3, 4)': the number of sizes is 4, but must be 1 (a vector), 2 (a sequence) or 3 (a picture).")]
    public Task Argument_OutOfRange_IsUnderlined(string attributes, string underlined, string message) => Expect(attributes, "MDSL0105", underlined, message);

    [Theory]
    [InlineData("[Input(int.MaxValue, int.MaxValue, int.MaxValue), Flatten, Linear(1)]", "Input(int.MaxValue, int.MaxValue, int.MaxValue)")]
    [InlineData("[Input(4), Linear(int.MaxValue)]", "Linear(int.MaxValue)")]
    [InlineData("[Input(1, 9, 9), Conv2d(1, 1, Padding = int.MaxValue)]", "Conv2d(1, 1, Padding = int.MaxValue)")]
    [InlineData("[Input(1, 9, 9), AdaptiveAvgPool2d(int.MaxValue)]", "AdaptiveAvgPool2d(int.MaxValue)")]
    [InlineData("[Input(100000), Linear(100000)]", "Linear(100000)")]
    [InlineData("[Input(16000), Linear(16000), Linear(16000), Linear(16000)]", "Linear(16000)")]
    public async Task Sizes_Absurd_AreErrorsNotExceptions(string attributes, string underlined)
    {
        Finding finding = Assert.Single(await Analysis.FindAsync(Sources.Model(attributes)));
        Assert.Equal(("MDSL0106", underlined), (finding.Id, finding.Text));
    }

    [Fact]
    public Task MaxPool2d_OddPicture_SaysWhatItLeavesOut() => Expect(
        "[Input(1, 7, 8), MaxPool2d(2)]",
        "MDSL0107", "MaxPool2d(2)",
        "'MaxPool2d(2)' does not see the last row of 7 rows. Write CeilMode = true if it should.");

    [Fact]
    public async Task MaxPool2d_OddPicture_IsOnlyInformation()
        => Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, Assert.Single(await Analysis.FindAsync(Sources.Model("[Input(1, 7, 8), MaxPool2d(2)]"))).Severity);

    [Fact]
    public async Task Model_Sound_ShowsItsShapes()
    {
        Finding shapes = Finding.Of(Assert.Single(await Analysis.DiagnosticsAsync(Sources.Compile(Sources.Model("[Input(1, 28, 28), Conv2d(8, 3), ReLU, Flatten, Linear(10), CrossEntropyLoss]")))));
        Assert.Equal(("MDSL0110", "Net"), (shapes.Id, shapes.Text));
        Assert.Equal("Net: [1, 28, 28] → Conv2d [8, 26, 26] → ReLU → Flatten [5408] → Linear [10]; 54,170 parameters", shapes.Message);
    }

    [Fact]
    public async Task Layers_AfterAWrongSize_AreStillChecked()
        => Assert.Equal(["MDSL0101", "MDSL0105"], (await Analysis.FindAsync(Sources.Model("[Input(4), Linear(3, InFeatures = 5), Dropout(2)]"))).Select(finding => finding.Id));

    private static Task Expect(string attributes, string id, string underlined, string message) => Analysis.ExpectAsync(Sources.Model(attributes), id, underlined, message);
}
