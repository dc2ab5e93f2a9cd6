namespace ModelDsl.Goldens;

/// <summary>What is asked of PyTorch. Layers without parameters stand behind one with parameters, so that their gradients are seen.</summary>
internal static class GoldenCases
{
    public static Dictionary<string, (string Declaration, int Batch)[]> Layers { get; } = new()
    {
        ["linear"] =
        [
            ("[Input(5)] [Linear(3)] [MSELoss]", 4),
            ("[Input(7)] [Linear(33, Bias = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1)] [Linear(1)] [MSELoss]", 1),
            ("[Input(3, 4)] [Linear(5)] [MSELoss(Reduction = Reduction.Sum)]", 3),
            ("[Input(6)] [Linear(9)] [ReLU] [Linear(4)] [Tanh] [Linear(2)] [MSELoss]", 5),
            ("[Input(2, 3, 4)] [Flatten] [Linear(5)] [MSELoss(Reduction = Reduction.Sum)]", 3),
        ],
        ["conv2d"] =
        [
            ("[Input(2, 5, 5)] [Conv2d(3, 3)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 6, 7)] [Conv2d(4, 3, Padding = 1, Stride = 2)] [MSELoss]", 3),
            ("[Input(3, 7, 6)] [Conv2d(2, 3, Stride = 3, Padding = 2, Bias = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 9, 8)] [Conv2d(3, 3, Dilation = 2, Padding = 1)] [MSELoss(Reduction = Reduction.Sum)]", 1),
            ("[Input(4, 6, 6)] [Conv2d(6, 3, Groups = 2, Stride = 2)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(5, 5, 6)] [Conv2d(5, 3, Groups = 5, Padding = 1)] [MSELoss]", 2),
            ("[Input(3, 6, 5)] [Conv2d(6, 2, Groups = 3, Padding = 1, Stride = 2)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(3, 4, 5)] [Conv2d(17, 1)] [MSELoss]", 2),
            ("[Input(2, 4, 4)] [Conv2d(2, 4)] [MSELoss(Reduction = Reduction.Sum)]", 3),
            ("[Input(2, 7, 6)] [Conv2d(3, 3, 2, StrideHeight = 2, PaddingWidth = 1, DilationHeight = 2)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 8, 8)] [Conv2d(2, 5, Padding = 2)] [ReLU] [Conv2d(3, 3, Stride = 2)] [Flatten] [Linear(4)] [MSELoss]", 3),
        ],
        ["pooling"] =
        [
            ("[Input(1, 6, 6)] [Conv2d(2, 1)] [MaxPool2d(2)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 7, 5)] [Conv2d(3, 1)] [MaxPool2d(3, Stride = 2, Padding = 1)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 9, 8)] [Conv2d(2, 1)] [MaxPool2d(2, Dilation = 3, Stride = 1)] [MSELoss(Reduction = Reduction.Sum)]", 1),
            ("[Input(1, 6, 7)] [Conv2d(2, 1)] [MaxPool2d(3, Stride = 2, CeilMode = true)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 5, 6)] [Conv2d(2, 1)] [MaxPool2d(2, Stride = 3, Padding = 1, CeilMode = true)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 6, 6)] [Conv2d(2, 1)] [AvgPool2d(2)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 7, 6)] [Conv2d(2, 1)] [AvgPool2d(3, Stride = 2, Padding = 1)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 7, 6)] [Conv2d(2, 1)] [AvgPool2d(3, Stride = 2, Padding = 1, CountIncludePad = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 6, 8)] [Conv2d(2, 1)] [AvgPool2d(3, Stride = 2, Padding = 1, CeilMode = true)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 6, 8)] [Conv2d(2, 1)] [AvgPool2d(3, Stride = 2, Padding = 1, CeilMode = true, CountIncludePad = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 5, 5)] [Conv2d(2, 1)] [AvgPool2d(3, Stride = 1, Padding = 1, DivisorOverride = 5)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 6, 7)] [Conv2d(2, 1)] [MaxPool2d(3, 2)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 6, 7)] [Conv2d(2, 1)] [AvgPool2d(2, 3)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 6, 7)] [Conv2d(2, 1)] [AdaptiveAvgPool2d(2, 3)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(1, 7, 5)] [Conv2d(2, 1)] [AdaptiveAvgPool2d(3)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 5, 4)] [Conv2d(3, 1)] [AdaptiveAvgPool2d(1)] [MSELoss(Reduction = Reduction.Sum)]", 3),
            ("[Input(1, 4, 3)] [Conv2d(2, 1)] [AdaptiveAvgPool2d(5)] [MSELoss(Reduction = Reduction.Sum)]", 2),
        ],
        ["normalization"] =
        [
            ("[Input(5)] [BatchNorm1d] [MSELoss(Reduction = Reduction.Sum)]", 4),
            ("[Input(4)] [Linear(3)] [BatchNorm1d(Eps = 0.01f, Momentum = 0.3f)] [Tanh] [Linear(2)] [MSELoss]", 7),
            ("[Input(2, 3, 4)] [BatchNorm2d] [MSELoss(Reduction = Reduction.Sum)]", 3),
            ("[Input(2, 4, 3)] [Conv2d(3, 3, Padding = 1, Bias = false)] [BatchNorm2d] [ReLU] [MSELoss]", 2),
            ("[Input(2, 3, 3)] [Conv2d(3, 2)] [BatchNorm2d(Affine = false)] [MSELoss]", 1),
            ("[Input(2, 3, 3)] [Conv2d(3, 2)] [BatchNorm2d(TrackRunningStats = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(6)] [LayerNorm] [MSELoss(Reduction = Reduction.Sum)]", 3),
            ("[Input(4)] [Linear(17)] [LayerNorm(Eps = 0.001f)] [ReLU] [Linear(2)] [MSELoss]", 3),
            ("[Input(5)] [Linear(4)] [LayerNorm(ElementwiseAffine = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(3, 5)] [Linear(4)] [LayerNorm] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(3, 5)] [Linear(4)] [LayerNorm(4)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(4)] [Linear(5)] [LayerNorm(Bias = false)] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 3, 4)] [Conv2d(3, 1)] [LayerNorm] [MSELoss(Reduction = Reduction.Sum)]", 2),
            ("[Input(2, 3, 4)] [Conv2d(3, 1)] [LayerNorm(3, 4)] [MSELoss(Reduction = Reduction.Sum)]", 2),
        ],
        ["activations"] = Activations(
            "ReLU", "LeakyReLU", "LeakyReLU(0.25f)", "ELU", "ELU(0.5f)", "SELU", "GELU", "GELU(Approximate = \"tanh\")", "SiLU", "Sigmoid", "Tanh",
            "Softplus", "Softplus(Beta = 2, Threshold = 3)", "Hardswish", "Softmax", "LogSoftmax", "LogSoftmax(-1)"),
        ["losses"] = Losses(
            "CrossEntropyLoss", "CrossEntropyLoss(Reduction = Reduction.Sum)", "CrossEntropyLoss(LabelSmoothing = 0.25f)", "CrossEntropyLoss(IgnoreIndex = 1)",
            "CrossEntropyLoss(Weight = new[] { 0.5f, 1, 2 })", "CrossEntropyLoss(Weight = new[] { 0.5f, 1, 2 }, LabelSmoothing = 0.125f, IgnoreIndex = -1)",
            "CrossEntropyLoss(Weight = new[] { 0.5f, 1, 2 }, LabelSmoothing = 0.125f, IgnoreIndex = 2, Reduction = Reduction.Sum)"),
    };

    public static (string Declaration, int Batch, string Optimizer)[] Trajectories { get; } =
    [
        ("[Input(6)] [Linear(9)] [ReLU] [Linear(4)] [CrossEntropyLoss]", 7, "SGD LearningRate=0.1 Momentum=0.9 WeightDecay=0.01"),
        // No bias before batch norm: its gradient is zero but for rounding, which Adam would divide by its own size.
        ("[Input(2, 6, 6)] [Conv2d(4, 3, Padding = 1, Bias = false)] [BatchNorm2d] [ReLU] [MaxPool2d(2)] [Conv2d(5, 3, Padding = 1, Bias = false)] [BatchNorm2d] [SiLU] [AdaptiveAvgPool2d(1)] [Flatten] [Linear(3)] [CrossEntropyLoss(LabelSmoothing = 0.125f)]", 5, "AdamW LearningRate=0.01 WeightDecay=0.05"),
        ("[Input(5)] [Linear(8)] [LayerNorm] [GELU] [Linear(6)] [LayerNorm] [Tanh] [Linear(2)] [MSELoss]", 6, "Adam LearningRate=0.02"),
    ];

    private static (string Declaration, int Batch)[] Activations(params string[] activations) =>
    [
        .. activations.Select(one => ($"[Input(5)] [Linear(19)] [{one}] [MSELoss(Reduction = Reduction.Sum)]", 3)),
        .. activations.Select(one => ($"[Input(1, 3, 4)] [Conv2d(3, 1)] [{one}] [MSELoss]", 2)),
    ];

    private static (string Declaration, int Batch)[] Losses(params string[] classification) =>
    [
        .. classification.Select(one => ($"[Input(4)] [Linear(3)] [{one}]", 5)),
        .. classification.Select(one => ($"[Input(2, 2, 3)] [Conv2d(3, 1)] [{one}]", 2)),
        ("[Input(4)] [Linear(3)] [LogSoftmax] [NLLLoss]", 5),
        ("[Input(4)] [Linear(3)] [LogSoftmax] [NLLLoss(Reduction = Reduction.Sum)]", 5),
        ("[Input(4)] [Linear(3)] [LogSoftmax] [NLLLoss(Weight = new[] { 0.5f, 1, 2 }, IgnoreIndex = 0)]", 5),
        ("[Input(2, 2, 3)] [Conv2d(3, 1)] [LogSoftmax] [NLLLoss]", 2),
        .. from loss in new[] { "MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss" }
           from reduction in new[] { "", "(Reduction = Reduction.Sum)" }
           select ($"[Input(4)] [Linear(3)] [{loss}{reduction}]", 5),
        ("[Input(4)] [Linear(3)] [SmoothL1Loss(Beta = 0.5f)]", 5),
        ("[Input(4)] [Linear(3)] [HuberLoss(Delta = 0.5f)]", 5),
        ("[Input(2, 3, 3)] [Conv2d(2, 2)] [HuberLoss(Delta = 2)]", 2),
        ("[Input(4)] [Linear(3)] [Sigmoid] [BCELoss]", 5),
        ("[Input(4)] [Linear(3)] [Sigmoid] [BCELoss(Reduction = Reduction.Sum)]", 5),
        ("[Input(4)] [Linear(3)] [BCEWithLogitsLoss]", 5),
        ("[Input(4)] [Linear(3)] [BCEWithLogitsLoss(Reduction = Reduction.Sum)]", 5),
        ("[Input(4)] [Linear(3)] [Sigmoid] [BCELoss(Weight = new[] { 0.5f, 1, 2 })]", 5),
        ("[Input(4)] [Linear(3)] [BCEWithLogitsLoss(Weight = new[] { 0.5f, 1, 2 }, PosWeight = new[] { 3, 0.25f, 1 })]", 5),
        ("[Input(2, 3, 3)] [Conv2d(2, 2)] [BCEWithLogitsLoss]", 2),
    ];
}
