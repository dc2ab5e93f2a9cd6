using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary>Which operator a layer or loss becomes: one line each.</summary>
internal static class OperatorCatalog
{
    private static readonly Dictionary<string, Func<LayerSpec, LayerOperator>> Operators = new()
    {
        ["Linear"] = Linear.Create,
        ["Conv2d"] = Conv2d.Create,
        ["MaxPool2d"] = MaxPool2d.Create,
        ["AvgPool2d"] = AvgPool2d.Create,
        ["AdaptiveAvgPool2d"] = AdaptiveAvgPool2d.Create,
        ["Flatten"] = Flatten.Create,
        ["Dropout"] = Dropout.Create,
        ["BatchNorm1d"] = BatchNorm.Create,
        ["BatchNorm2d"] = BatchNorm.Create,
        ["LayerNorm"] = LayerNorm.Create,
        ["ReLU"] = ReLU.Create,
        ["LeakyReLU"] = LeakyReLU.Create,
        ["ELU"] = ELU.Create,
        ["SELU"] = SELU.Create,
        ["GELU"] = GELU.Create,
        ["SiLU"] = SiLU.Create,
        ["Sigmoid"] = Sigmoid.Create,
        ["Tanh"] = Tanh.Create,
        ["Softplus"] = Softplus.Create,
        ["Hardswish"] = Hardswish.Create,
        ["Softmax"] = Softmax.Create,
        ["LogSoftmax"] = LogSoftmax.Create,
        ["CrossEntropyLoss"] = CrossEntropyLoss.Create,
        ["NLLLoss"] = NLLLoss.Create,
        ["MSELoss"] = MSELoss.Create,
        ["L1Loss"] = L1Loss.Create,
        ["SmoothL1Loss"] = SmoothL1Loss.Create,
        ["HuberLoss"] = HuberLoss.Create,
        ["BCELoss"] = BCELoss.Create,
        ["BCEWithLogitsLoss"] = BCEWithLogitsLoss.Create,
    };

    public static IEnumerable<string> Kinds => Operators.Keys;

    public static bool Knows(string kind) => Operators.ContainsKey(kind);

    public static LayerOperator Create(LayerSpec layer) => Operators[layer.Kind](layer);
}
