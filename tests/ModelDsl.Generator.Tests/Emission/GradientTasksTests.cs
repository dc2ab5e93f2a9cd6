using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>How gradients of large weights are cut into tasks, and where they are copied for those.</summary>
public sealed class GradientTasksTests
{
    /// <summary>Tiles of 512 bits read the gradient's columns out of a copy where four panels or more are computed of it.</summary>
    [Theory]
    [InlineData(3072, 1024, true)]
    [InlineData(1024, 1024, true)]
    [InlineData(1000, 780, true)]
    [InlineData(1021, 601, false)]
    [InlineData(784, 512, false)]
    public void WideGradient_OfManyPanelsATask_CopiesColumns(int inputs, int outputs, bool copies)
        => Assert.Equal(copies, Training($"[Model, Input({inputs}), Linear({outputs}), ReLU, Linear(3), CrossEntropyLoss]").Contains("parts of them are copied, 14 columns wide", StringComparison.Ordinal));

    /// <summary>The gradient of a convolution without groups that Winograd's algorithm does not serve is computed out of copies where each copied pixel meets 64 outputs.</summary>
    [Theory]
    [InlineData("Input(16, 9, 9), Conv2d(64, 5)", true)]
    [InlineData("Input(128, 8, 8), Conv2d(256, 3, Stride = 2)", true)]
    [InlineData("Input(64, 8, 8), Conv2d(64, 1)", true)]
    [InlineData("Input(64, 9, 9), Conv2d(63, 5)", false)]
    [InlineData("Input(15, 9, 9), Conv2d(64, 5)", false)]
    [InlineData("Input(64, 9, 9), Conv2d(64, 5, Groups = 4)", false)]
    [InlineData("Input(64, 9, 9), Conv2d(64, 3, Padding = 1)", false)] // Winograd's
    public void ConvolutionGradient_OfManyOutputs_CopiesPixels(string layers, bool copies)
        => Assert.Equal(copies, Training($"[Model, {layers}, ReLU, Flatten, Linear(3), CrossEntropyLoss]").Contains("Pixels are copied", StringComparison.Ordinal));

    /// <summary>Sums of more than 2,048 products go by rows of taps.</summary>
    [Theory]
    [InlineData("Input(256, 8, 8), Conv2d(64, 4)", true)]
    [InlineData("Input(128, 8, 8), Conv2d(64, 4)", false)]
    [InlineData("Input(2304, 4, 4), Conv2d(64, 1)", false)]
    public void LongSums_AreComputedInParts(string layers, bool inParts)
        => Assert.Equal(inParts, Training($"[Model, {layers}, ReLU, Flatten, Linear(3), CrossEntropyLoss]").Contains("long sums", StringComparison.Ordinal));

    /// <summary>A task of Winograd's gradient has a block of inputs and a pair of panels of outputs, or one panel where pairs would leave fewer than eight tasks.</summary>
    [Theory]
    [InlineData(256, 256, 4 * 4)]
    [InlineData(128, 232, 2 * 4)] // seven full panels and a narrow one, which goes with the ones before it
    [InlineData(128, 200, 2 * 6)] // two times three pairs would be too few
    [InlineData(128, 128, 2 * 4)]
    public void WinogradGradient_OfManyPanels_TakesThemInPairs(int inputs, int outputs, int tasks)
        => Assert.Equal(tasks, new WinogradGradient(WinogradTiles.Of(8, 8), inputs, outputs, Padding: 1).Tasks);

    private static string Training(string attributes) => Generation.Run($"{attributes} public partial class Net;").Files()["Net.Training.g.cs"];
}
