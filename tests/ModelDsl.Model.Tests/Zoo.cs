namespace ModelDsl.Model.Tests;

/// <summary>A few networks that together use every layer, for tests of what holds for all models.</summary>
internal static class Zoo
{
    public static string[] Declarations { get; } =
    [
        "[Input(784)] [Linear(128)] [ReLU] [Dropout(0.25f)] [Linear(10)] [CrossEntropyLoss]",
        "[Input(1, 28, 28)] [Conv2d(32, 3, Padding = 1)] [BatchNorm2d] [ReLU] [MaxPool2d(2)] [Conv2d(64, 3, Padding = 1)] [BatchNorm2d] [ReLU] [MaxPool2d(2)] [Flatten] [Dropout] [Linear(10)] [CrossEntropyLoss]",
        "[Input(5, 11, 9)] [Conv2d(5, 3, Groups = 5, Stride = 2, Padding = 1)] [ReLU] [Conv2d(35, 1)] [SiLU] [Conv2d(35, 5, 3, Groups = 35, Padding = 2, Dilation = 2, Bias = false)] [Conv2d(70, 2, Groups = 35)] [Flatten] [Linear(7)] [CrossEntropyLoss]",
        "[Input(3, 17, 17)] [Conv2d(12, 3, Stride = 2)] [GELU] [Conv2d(12, 3, Groups = 12, Padding = 1)] [AvgPool2d(3, Stride = 2, Padding = 1)] [LayerNorm] [Conv2d(33, 3, Dilation = 2, Padding = 2)] [ELU] [AdaptiveAvgPool2d(2)] [Flatten] [Linear(5)] [LogSoftmax] [NLLLoss]",
        "[Input(9)] [Linear(33)] [BatchNorm1d] [SELU] [Linear(17)] [LayerNorm] [Hardswish] [Linear(6)] [Softplus] [Linear(2)] [MSELoss]",
        "[Input(6, 8)] [Linear(16)] [LayerNorm(16)] [SiLU] [Linear(3)] [LeakyReLU] [Tanh] [Flatten] [Linear(4)] [Sigmoid] [BCELoss]",
        "[Input(520)] [Linear(256)] [ReLU] [Linear(530)] [Linear(3)] [CrossEntropyLoss]",
        "[Input(3, 10, 10)] [Conv2d(32, 3)] [ReLU] [Conv2d(40, 3, Padding = 1)] [GELU] [MaxPool2d(2)] [Conv2d(80, 3, Padding = 1)] [Flatten] [Linear(3)] [CrossEntropyLoss]",
        "[Input(5)] [Linear(7)] [Softmax] [Linear(3)] [SmoothL1Loss]",
        "[Input(4)] [Linear(64)] [ReLU] [Linear(160)] [Tanh] [Linear(5)] [ReLU] [Linear(64, Bias = false)] [Linear(1)] [MSELoss]",
        "[Input(7, 3)] [Linear(48)] [GELU] [Linear(2, Bias = false)] [Flatten] [Linear(2)] [CrossEntropyLoss]",
    ];

    public static TheoryData<string> Theory => new(Declarations);
}
