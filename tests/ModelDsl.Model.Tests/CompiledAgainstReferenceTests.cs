using System.Reflection;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Chosen networks against the reference interpreter, at batches around the sizes of pieces, tiles and vectors.</summary>
public class CompiledAgainstReferenceTests
{
    private static readonly int[] Batches = [1, 2, 3, 7, 33, 70];

    public static TheoryData<string> Declarations =>
    [
        "[Input(784)] [Linear(128)] [ReLU] [Linear(10)] [CrossEntropyLoss]",
        "[Input(33)] [Linear(17)] [Tanh] [Linear(33)] [GELU] [Linear(1)] [BCEWithLogitsLoss]",
        "[Input(1)] [Linear(1)] [MSELoss]",
        "[Input(1, 17, 17)] [Conv2d(33, 3, Padding = 1)] [ReLU] [MaxPool2d(2)] [Flatten] [Linear(10)] [CrossEntropyLoss]",
        "[Input(3, 17, 17)] [Conv2d(16, 3)] [ReLU] [Conv2d(32, 3, Stride = 2)] [ReLU] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(10)] [CrossEntropyLoss(LabelSmoothing = 0.125f)]",
        "[Input(3, 11, 13)] [Conv2d(6, 5, Padding = 2, Stride = 2)] [SiLU] [Conv2d(7, 3, Dilation = 2)] [Flatten] [Linear(33)] [Tanh] [Linear(3)] [MSELoss]",
        "[Input(8, 9, 9)] [Conv2d(8, 3, Groups = 8, Padding = 1)] [Conv2d(24, 1)] [Hardswish] [Conv2d(24, 3, Groups = 24, Stride = 2)] [Conv2d(5, 1)] [MSELoss]",
        "[Input(6, 8, 8)] [Conv2d(12, 3, Groups = 3)] [LeakyReLU] [AvgPool2d(3, Stride = 2, Padding = 1)] [Flatten] [Linear(4)] [LogSoftmax] [NLLLoss]",
        "[Input(2, 8, 8)] [Conv2d(4, 3)] [CrossEntropyLoss(IgnoreIndex = 1)]",
        "[Input(8, 2, 6)] [Conv2d(2, 3, 1, Padding = 1)] [Flatten] [Linear(32)] [Tanh] [Linear(32)] [CrossEntropyLoss]",
        "[Input(20)] [Linear(31)] [LayerNorm] [ReLU] [Linear(15)] [LayerNorm] [SELU] [Linear(2)] [HuberLoss]",
        "[Input(5, 24)] [Linear(17)] [LayerNorm(17)] [Softplus] [Flatten] [Linear(3)] [SmoothL1Loss]",
        "[Input(1, 28, 28)] [Conv2d(8, 5)] [MaxPool2d(2)] [Conv2d(16, 5)] [MaxPool2d(2)] [Flatten] [Linear(50)] [Sigmoid] [Linear(10)] [CrossEntropyLoss]",
    ];

    public static TheoryData<string> BatchNormDeclarations =>
    [
        "[Input(3, 12, 12)] [Conv2d(16, 3, Padding = 1, Bias = false)] [BatchNorm2d] [ReLU] [MaxPool2d(2)] [Conv2d(33, 3, Padding = 1)] [BatchNorm2d] [ReLU] [MaxPool2d(2)] [Flatten] [Linear(10)] [CrossEntropyLoss]",
        "[Input(3, 12, 12)] [Conv2d(20, 3, Padding = 1)] [BatchNorm2d] [GELU] [Conv2d(17, 3, Padding = 1)] [BatchNorm2d] [Tanh] [Conv2d(9, 5, Padding = 2)] [BatchNorm2d] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]",
        "[Input(3, 9, 14)] [Conv2d(16, 3)] [BatchNorm2d] [ReLU] [Conv2d(16, 3, Groups = 16, Padding = 1)] [BatchNorm2d] [ReLU] [Conv2d(24, 1)] [BatchNorm2d] [SiLU] [AvgPool2d(2)] [Flatten] [Linear(3)] [MSELoss]",
        "[Input(2, 9, 7)] [BatchNorm2d] [Conv2d(5, 3, Stride = 2)] [BatchNorm2d(Momentum = 0.25f, Eps = 0.001f)] [GELU] [AdaptiveAvgPool2d(2)] [Flatten] [Linear(3)] [MSELoss]",
        "[Input(19)] [Linear(33)] [BatchNorm1d] [ReLU] [Linear(17)] [BatchNorm1d(Affine = false)] [Linear(4)] [CrossEntropyLoss]",
        "[Input(7, 5)] [Flatten] [BatchNorm1d(TrackRunningStats = false)] [Linear(6)] [BatchNorm1d] [Linear(2)] [L1Loss(Reduction = Reduction.Sum)]",
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Compiled_AnyBatch_IsTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in Batches) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>With a batch of one or two, normalising nearly equal numbers makes rounding as large as one likes.</summary>
    [Theory]
    [MemberData(nameof(BatchNormDeclarations))]
    public void Compiled_BatchNorm_IsTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in Batches.Where(batch => batch > 2)) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>Weights too large for the cache are met by the whole batch at once, in parts.</summary>
    [Theory]
    [InlineData("[Input(600)] [Linear(251)] [ReLU] [Linear(521)] [Tanh] [Linear(1024)] [LayerNorm] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(2, 260)] [Linear(512)] [ReLU] [Flatten] [Linear(256)] [BatchNorm1d] [Softmax] [Linear(768, Bias = false)] [ReLU] [Linear(1)] [MSELoss]")]
    [InlineData("[Input(3, 16, 16)] [Conv2d(20, 3, Padding = 1)] [Flatten] [Linear(40)] [ReLU] [Linear(2)] [CrossEntropyLoss]")]
    [InlineData("[Input(12, 16, 16)] [Conv2d(16, 3, Stride = 2, Padding = 1)] [ReLU] [Flatten] [Dropout(0f)] [Linear(144)] [SELU] [Linear(5)] [CrossEntropyLoss]")]
    [InlineData("[Input(1021)] [Linear(601)] [ReLU] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(1000)] [Linear(780)] [Tanh] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(1024)] [Linear(100)] [ReLU] [Linear(5)] [CrossEntropyLoss]")]
    [InlineData("[Input(509)] [Linear(75)] [ReLU] [Linear(475)] [ReLU] [Linear(251)] [MSELoss]")]
    [InlineData("[Input(600)] [Linear(130)] [ReLU] [Linear(5)] [CrossEntropyLoss]")]
    [InlineData("[Input(516)] [Linear(200)] [Tanh] [Linear(133)] [ReLU] [Linear(3)] [CrossEntropyLoss]")]
    public void Compiled_WithLargeWeights_IsTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in new[] { 3, 2, 44, 259 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>
    /// Pixels are copied for the gradient of many weights: small pictures together, also those of several pieces, large ones in parts; blocks of channels that are equal or not. Sums over more
    /// than 2,048 products are computed in parts.
    /// </summary>
    [Theory]
    [InlineData("[Input(64, 7, 6)] [Conv2d(70, 5, Padding = 2)] [ReLU] [Conv2d(66, 3, Stride = 2)] [ReLU] [Conv2d(64, 1, Stride = 2)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(17, 17, 17)] [Conv2d(64, 3, Dilation = 2, Padding = 1)] [GELU] [AdaptiveAvgPool2d(2)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(33, 3, 140)] [Conv2d(88, 1, 7, StrideHeight = 1, StrideWidth = 2)] [Tanh] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(96, 4, 4)] [Conv2d(160, 4, Stride = 2, Padding = 1)] [ReLU] [Conv2d(65, 2, 1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(16, 2, 300)] [Conv2d(64, 2, 1)] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(130, 6, 5)] [Conv2d(140, 4, Padding = 1)] [ReLU] [Conv2d(230, 6, Stride = 2, Padding = 3)] [ReLU] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    public void Compiled_ManyChannelsWithoutWinograd_AreTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in new[] { 1, 3, 37 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>Half vectors of 8 channels where that is enough; groups of any number of channels, each a block whose last vector reaches into the next one, or several in one.</summary>
    [Theory]
    [InlineData("[Input(10, 9, 9)] [Conv2d(34, 3)] [ReLU] [Conv2d(34, 3, Groups = 2, Padding = 1)] [ReLU] [Conv2d(33, 1)] [ReLU] [Conv2d(33, 3, Groups = 3, Stride = 2)] [Flatten] [Linear(4)] [CrossEntropyLoss]")]
    [InlineData("[Input(40, 6, 7)] [Conv2d(40, 3, Groups = 5, Padding = 1)] [Sigmoid] [Conv2d(80, 1, Groups = 10)] [Conv2d(56, 3, 2, Groups = 4, Bias = false)] [Flatten] [Linear(3)] [MSELoss]")]
    [InlineData("[Input(48, 6, 5)] [Conv2d(96, 3, Groups = 4, Padding = 1)] [ReLU] [Conv2d(20, 3, Groups = 4, Stride = 3)] [ReLU] [Conv2d(15, 1, Groups = 5)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(17, 9, 8)] [Conv2d(24, 3, Padding = 1)] [ReLU] [Conv2d(40, 3, Padding = 1)] [GELU] [Conv2d(56, 3, Padding = 2)] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(23)] [ReLU] [Linear(72)] [Tanh] [Linear(5)] [CrossEntropyLoss]")]
    [InlineData("[Input(24)] [Linear(40)] [ReLU] [Linear(100, Bias = false)] [ReLU] [Linear(120)] [ReLU] [Linear(56)] [Linear(24)] [L1Loss]")]
    public void Compiled_HalfVectors_AreTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in new[] { 1, 3, 35 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>
    /// Up to four columns behind whole vectors, of which several values of k lie side by side: by Winograd's algorithm, whose gradients of weights are turned round for them, also in blocks of inputs and
    /// without other outputs; by direct sums, along one tap or a row of taps, of groups, in parts; of linear layers and sequences. With as many products as make whole groups, with more, and with few.
    /// </summary>
    [Theory]
    [InlineData("[Input(17, 9, 8)] [Conv2d(18, 3, Padding = 1)] [Tanh] [Conv2d(19, 3)] [GELU] [Conv2d(20, 3, Padding = 2)] [ReLU] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(12, 17, 17)] [Conv2d(33, 3, Padding = 1)] [Tanh] [Conv2d(49, 3)] [AvgPool2d(5)] [Conv2d(35, 3, Padding = 1)] [Tanh] [Conv2d(3, 3, Padding = 1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(100, 6, 5)] [Conv2d(82, 3, Padding = 1)] [Tanh] [Conv2d(33, 3)] [ReLU] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(3, 12, 11)] [Conv2d(17, 5)] [ReLU] [Conv2d(34, 5, Padding = 2, Stride = 2)] [ReLU] [Conv2d(3, 2)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(34, 7, 6)] [Conv2d(36, 3, Groups = 2, Padding = 1)] [ReLU] [Conv2d(57, 1, Groups = 3)] [Tanh] [Conv2d(68, 3, Dilation = 2)] [Flatten] [Linear(3)] [MSELoss]")]
    [InlineData("[Input(100, 6, 5)] [Conv2d(35, 5, Padding = 2)] [ReLU] [Conv2d(9, 1)] [ReLU] [Conv2d(2, 3)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(33)] [Linear(34)] [ReLU] [Linear(35, Bias = false)] [Tanh] [Linear(36)] [ReLU] [Linear(49)] [Linear(9)] [MSELoss]")]
    [InlineData("[Input(6, 21)] [Linear(17)] [ReLU] [Flatten] [Linear(33)] [GELU] [Linear(7)] [Linear(18)] [Linear(2)] [CrossEntropyLoss]")]
    [InlineData("[Input(2, 5, 4)] [Conv2d(18, 2)] [ReLU] [Flatten] [Linear(33)] [ReLU] [Linear(20)] [Linear(3)] [CrossEntropyLoss]")]
    public void Compiled_FewLastColumns_AreTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in new[] { 1, 3, 35 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>A row alone meets two panels of 32 outputs at a time, and several of its values by one load: rows of short, odd and many inputs, with pads between them or not.</summary>
    [Theory]
    [InlineData("[Input(3)] [Linear(64)] [ReLU] [Linear(192, Bias = false)] [ReLU] [Linear(130)] [Linear(2)] [CrossEntropyLoss]")]
    [InlineData("[Input(23)] [Linear(63)] [Tanh] [Linear(128)] [Linear(9)] [MSELoss]")]
    [InlineData("[Input(6, 5, 3)] [Conv2d(6, 3, Padding = 1)] [Flatten] [Linear(64)] [ReLU] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(3, 7)] [Linear(64)] [GELU] [Linear(64, Bias = false)] [ReLU] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    public void Compiled_SingleRows_AreTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in new[] { 1, 3, 35 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>ReLU joins what is before it, or goes behind the pooling first; its gradient joins that of batch norm; that of means over windows that meet once joins it; a bias sums up what is behind a pooling.</summary>
    [Theory]
    [InlineData("[Input(3, 6, 6)] [Conv2d(8, 3)] [BatchNorm2d] [ReLU] [Conv2d(4, 1)] [BatchNorm2d(Affine = false)] [ReLU] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(2, 9, 8)] [Conv2d(20, 3)] [ReLU] [MaxPool2d(2)] [Conv2d(5, 2)] [MaxPool2d(2, Stride = 1)] [ReLU] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(2, 7, 7)] [BatchNorm2d] [ReLU] [MaxPool2d(3, Stride = 2, Padding = 1)] [Flatten] [MSELoss]")]
    [InlineData("[Input(17)] [Linear(9)] [BatchNorm1d] [ReLU] [Linear(3)] [BatchNorm1d] [ReLU] [MSELoss]")]
    [InlineData("[Input(2, 8, 9)] [Conv2d(20, 3)] [ReLU] [AvgPool2d(2, Stride = 2)] [Conv2d(5, 2)] [BatchNorm2d] [ReLU] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(3, 6, 8)] [Conv2d(9, 3, Padding = 1)] [ReLU] [AvgPool2d(2)] [Conv2d(6, 3, Padding = 1)] [ReLU] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    public void Compiled_WithFusedReLU_IsTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        foreach (int batch in new[] { 2, 3, 33 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>Vectors of whole lanes are read where the caller has them.</summary>
    [Theory]
    [InlineData("[Input(48)] [Linear(70)] [ReLU] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(16)] [Linear(16, Bias = false)] [MSELoss]")]
    [InlineData("[Input(272)] [Linear(600)] [Tanh] [Linear(5)] [CrossEntropyLoss]")]
    public void Compiled_ReadingInputsInPlace_IsTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        Type engine = model.Type.Assembly.GetType("ModelDsl.Generated.Compiled_Net0+Training", throwOnError: true)!;
        Assert.Null(engine.GetMethod("LoadInput", BindingFlags.NonPublic | BindingFlags.Instance));
        foreach (int batch in new[] { 1, 3, 33, 130 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>
    /// 3×3 convolutions of many channels are computed by Winograd's algorithm: whole and partial tiles of each size, odd channels, each padding, layers whose passes have
    /// tiles of different sizes, and gradients in blocks of inputs, of one panel or two, the last one narrow.
    /// </summary>
    [Theory]
    [InlineData("[Input(32, 8, 8)] [Conv2d(32, 3, Padding = 1)] [ReLU] [Conv2d(48, 3)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(2, 9, 11)] [Conv2d(33, 3, Padding = 1)] [Tanh] [Conv2d(35, 3, Padding = 2, Bias = false)] [AvgPool2d(3)] [Conv2d(64, 3, Padding = 1)] [AdaptiveAvgPool2d(1)] [Flatten] [MSELoss]")]
    [InlineData("[Input(80, 5, 4)] [Conv2d(65, 3, Padding = 1)] [LeakyReLU] [Conv2d(16, 5, Padding = 2)] [Flatten] [Linear(4)] [CrossEntropyLoss]")]
    [InlineData("[Input(40, 3, 17)] [Conv2d(36, 3, Padding = 1)] [BatchNorm2d] [GELU] [MaxPool2d(2)] [Flatten] [Linear(4)] [CrossEntropyLoss]")]
    [InlineData("[Input(32, 5, 5)] [Conv2d(33, 3, Padding = 1)] [GELU] [Conv2d(48, 3, Padding = 2)] [Tanh] [Conv2d(24, 3)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(20, 10, 7)] [Conv2d(40, 3, Padding = 1)] [Tanh] [Conv2d(32, 3)] [Tanh] [MaxPool2d(2)] [Conv2d(35, 3, Padding = 1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(70, 3, 3)] [Conv2d(36, 3, Padding = 1)] [Tanh] [Conv2d(32, 3, Padding = 1)] [Tanh] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(13, 9, 8)] [Conv2d(32, 3, Padding = 1)] [Tanh] [Conv2d(10, 3, Padding = 1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(8, 6, 6)] [Conv2d(40, 3, Padding = 1)] [Tanh] [Conv2d(8, 3, Padding = 1)] [AdaptiveAvgPool2d(1)] [Flatten] [MSELoss]")]
    [InlineData("[Input(12, 17, 17)] [Conv2d(20, 3, Padding = 1)] [Tanh] [Conv2d(17, 3)] [AvgPool2d(5)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(10, 19, 18)] [Conv2d(24, 3)] [GELU] [Conv2d(17, 3, Padding = 1)] [Tanh] [AdaptiveAvgPool2d(1)] [Flatten] [MSELoss]")]
    [InlineData("[Input(128, 3, 4)] [Conv2d(232, 3, Padding = 1)] [Tanh] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    [InlineData("[Input(100, 6, 5)] [Conv2d(72, 3, Padding = 1)] [Tanh] [Conv2d(48, 3)] [Flatten] [Linear(3)] [CrossEntropyLoss]")]
    public void Compiled_ByWinograd_IsTheReference(string declaration)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        // The algorithm needs scratch memory, direct convolutions need none.
        Type engine = model.Type.Assembly.GetType("ModelDsl.Generated.Compiled_Net0+Training", throwOnError: true)!;
        Assert.NotEqual(0, engine.GetField("ScratchFloats", BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue());
        foreach (int batch in new[] { 3, 2, 9, 35 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>
    /// Gradients of few weights are summed up piece by piece, several pieces after another in a part of the batch: by Winograd's algorithm of one and of several panels, by direct sums of
    /// whole runs and of single taps, of groups, of single channels. Large ones wait for all pieces.
    /// </summary>
    [Theory]
    [InlineData("[Input(17, 16, 16)] [Conv2d(40, 3, Padding = 1)] [Tanh] [Conv2d(8, 3)] [GELU] [AvgPool2d(5)] [Flatten] [Linear(3)] [CrossEntropyLoss]", "Conv1 Conv2")]
    [InlineData("[Input(3, 12, 12)] [Conv2d(40, 3, Stride = 2)] [Tanh] [Conv2d(24, 1, Groups = 2)] [GELU] [Conv2d(24, 3, Groups = 24)] [Tanh] [Conv2d(9, 2, Dilation = 2)] [Flatten] [Linear(3)] [MSELoss]", "Conv1 Conv2 Conv3")]
    [InlineData("[Input(6, 12, 11)] [Conv2d(10, 3, Padding = 1)] [BatchNorm2d] [Tanh] [Conv2d(12, 3, Padding = 1, Groups = 2)] [BatchNorm2d] [GELU] [MaxPool2d(3)] [Conv2d(70, 3, Padding = 1)] [AdaptiveAvgPool2d(1)] [Flatten] [CrossEntropyLoss]", "Conv1 Conv2")]
    [InlineData("[Input(8, 17, 18)] [Conv2d(16, 3, Padding = 1)] [Tanh] [Conv2d(20, 3, Padding = 1)] [AvgPool2d(5)] [Flatten] [Linear(3)] [CrossEntropyLoss]", "Conv1 Conv2")]
    public void Compiled_ManyPiecesInAPart_AreTheReference(string declaration, string summedInPieces)
    {
        CompiledModel model = ModelCompiler.Compile(declaration);
        Type engine = model.Type.Assembly.GetType("ModelDsl.Generated.Compiled_Net0+Training", throwOnError: true)!;
        // A step over the samples of a piece gets the first of them and how many there are; a task its number.
        IEnumerable<string> found = Enumerable.Range(1, 5).Select(layer => $"Conv{layer}")
            .Where(layer => engine.GetMethod($"D{layer}Weight", BindingFlags.NonPublic | BindingFlags.Instance)?.GetParameters().Length > 1);
        Assert.Equal(summedInPieces.Split(' '), found);
        foreach (int batch in new[] { 3, 37, 71 }) ReferenceComparison.Check(model, batch, seed: batch);
    }

    /// <summary>The batch may change from call to call.</summary>
    [Fact]
    public void Compiled_BatchesOfChangingSize_AreTheReference()
    {
        CompiledModel model = ModelCompiler.Compile("[Input(2, 7, 7)] [Conv2d(9, 3, Padding = 1)] [ReLU] [MaxPool2d(3, Stride = 2)] [Flatten] [Linear(5)] [CrossEntropyLoss]");
        foreach (int batch in new[] { 3, 64, 1, 65, 128, 5 }) ReferenceComparison.Check(model, batch, seed: batch);
    }
}
