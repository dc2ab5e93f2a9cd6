using System.Collections.Immutable;
using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.PyTorch;

namespace ModelDsl.Runtime.Tests.Eager.Support;

/// <summary>Runs the chain of layers of a PyTorch case by the eager functions.</summary>
internal sealed class EagerNetwork
{
    private readonly Declaration _declaration;
    private readonly Dictionary<string, int> _ordinals = [];

    public EagerNetwork(GoldenCase golden)
    {
        _declaration = Declaration.Parse(golden.Declaration);
        Buffers = new ParameterCollection(
            [.. golden.Parameters.Where(IsBuffer).Select(p => new ParameterDescription(p.Name, p.Name, p.Name.EndsWith("tracked", StringComparison.Ordinal) ? [] : [p.Values.Length], Initialization.Zeros, isBuffer: true))],
            seed: 1);
        foreach (Parameter buffer in Buffers) buffer.CopyFrom([.. golden[buffer.Name].Values.Select(value => (float)value)]);
        // Parameters stay doubles, as PyTorch had them.
        Values = golden.Parameters.Where(p => !IsBuffer(p)).ToDictionary(p => p.Name, p => Draw.Exactly(null, [p.Values.Length], p.Values));
    }

    /// <summary>The running statistics.</summary>
    public ParameterCollection Buffers { get; }

    /// <summary>The parameters as vectors.</summary>
    public Dictionary<string, Tensor> Values { get; }

    public Tensor Input(double[] values) => Draw.Exactly(values.Length / _declaration.Input.Aggregate((a, b) => a * b), _declaration.Input, values);

    public Tensor Forward(Tensor x, bool training)
    {
        _ordinals.Clear();
        return _declaration.Layers.Aggregate(x, (value, layer) => Apply(layer, value, training));
    }

    public Tensor Loss(Tensor x, double[] targets)
    {
        DeclaredLayer loss = _declaration.Loss!;
        ImmutableArray<int> shape = _declaration.HasClassTargets ? x.Shape[1..] : x.Shape;
        Tensor target = new(shape, x.Samples, targets, requiresGrad: false);
        Reduction reduction = Enum.Parse<Reduction>(loss.Word("Reduction", "Mean"));
        float[]? weight = Floats("Weight");
        int ignoreIndex = loss.Int("IgnoreIndex", -100);
        return loss.Kind switch
        {
            "CrossEntropyLoss" => TensorFunctions.CrossEntropy(x, target, weight, ignoreIndex, (float)loss.Double("LabelSmoothing", 0), reduction),
            "NLLLoss" => TensorFunctions.NLLLoss(x, target, weight, ignoreIndex, reduction),
            "MSELoss" => TensorFunctions.MSELoss(x, target, reduction),
            "L1Loss" => TensorFunctions.L1Loss(x, target, reduction),
            "SmoothL1Loss" => TensorFunctions.SmoothL1Loss(x, target, (float)loss.Double("Beta", 1), reduction),
            "HuberLoss" => TensorFunctions.HuberLoss(x, target, (float)loss.Double("Delta", 1), reduction),
            "BCELoss" => TensorFunctions.BinaryCrossEntropy(x, target, weight, reduction),
            "BCEWithLogitsLoss" => TensorFunctions.BinaryCrossEntropyWithLogits(x, target, Floats("PosWeight"), weight, reduction),
            _ => throw new NotSupportedException(loss.Kind),
        };

        float[]? Floats(string name) => loss.Doubles(name) is { } doubles ? Array.ConvertAll(doubles, value => (float)value) : null;
    }

    private Tensor Apply(DeclaredLayer layer, Tensor x, bool training)
    {
        (int Height, int Width) kernel = layer.Pair("Kernel", 0), stride = layer.Pair("Stride", 1), padding = layer.Pair("Padding", 0), dilation = layer.Pair("Dilation", 1);
        switch (layer.Kind)
        {
            case "Linear":
                string linear = Next("linear");
                int outputs = layer.Int("OutFeatures", 0);
                return EagerLayers.Linear(x, Shaped(linear + ".weight", outputs, x.Shape[^1])!, Shaped(linear + ".bias", outputs));
            case "Conv2d":
                string conv = Next("conv");
                int channels = layer.Int("OutChannels", 0), groups = layer.Int("Groups", 1);
                Tensor weight = Shaped(conv + ".weight", channels, x.Shape[0] / groups, kernel.Height, kernel.Width)!;
                return EagerLayers.Conv2d(
                    x, weight, Shaped(conv + ".bias", channels), stride.Height, stride.Width, padding.Height, padding.Width, dilation.Height, dilation.Width, groups);
            case "MaxPool2d":
                stride = layer.Pair("Stride", 0);
                return EagerLayers.MaxPool2d(
                    x, kernel.Height, kernel.Width, stride.Height, stride.Width, padding.Height, padding.Width, dilation.Height, dilation.Width, layer.Bool("CeilMode", false));
            case "AvgPool2d":
                stride = layer.Pair("Stride", 0);
                return EagerLayers.AvgPool2d(
                    x, kernel.Height, kernel.Width, stride.Height, stride.Width, padding.Height, padding.Width,
                    layer.Bool("CeilMode", false), layer.Bool("CountIncludePad", true), layer.Int("DivisorOverride", 0));
            case "AdaptiveAvgPool2d":
                (int height, int width) = layer.Pair("Output", 0);
                return EagerLayers.AdaptiveAvgPool2d(x, height, width);
            case "BatchNorm1d" or "BatchNorm2d":
                return BatchNorm(layer, x, training);
            case "LayerNorm":
                string ln = Next("ln");
                int[] normalized = [.. (layer.Doubles("NormalizedShape") ?? []).Select(size => (int)size)];
                int[] whole = normalized.Length > 0 ? normalized : x.Shape.Length == 2 ? [x.Shape[1]] : [.. x.Shape];
                return EagerLayers.LayerNorm(x, Shaped(ln + ".weight", whole), Shaped(ln + ".bias", whole), normalized, (float)layer.Double("Eps", 1e-5));
            default:
                return Activation(layer, x);
        }
    }

    private Tensor BatchNorm(DeclaredLayer layer, Tensor x, bool training)
    {
        string name = Next("bn");
        (Tensor? weight, Tensor? bias) = (Shaped(name + ".weight", x.Shape[0]), Shaped(name + ".bias", x.Shape[0]));
        Parameter? mean = Buffer("running_mean"), variance = Buffer("running_var"), count = Buffer("num_batches_tracked");
        (float eps, float momentum) = ((float)layer.Double("Eps", 1e-5), (float)layer.Double("Momentum", 0.1));
        return layer.Kind == "BatchNorm1d"
            ? EagerLayers.BatchNorm1d(x, weight, bias, mean, variance, count, training, eps, momentum)
            : EagerLayers.BatchNorm2d(x, weight, bias, mean, variance, count, training, eps, momentum);

        Parameter? Buffer(string kind) => Buffers.TryGet($"{name}.{kind}", out Parameter? buffer) ? buffer : null;
    }

    private static Tensor Activation(DeclaredLayer layer, Tensor x) => layer.Kind switch
    {
        "Flatten" => EagerLayers.Flatten(x),
        "ReLU" => TensorFunctions.ReLU(x),
        "LeakyReLU" => TensorFunctions.LeakyReLU(x, (float)layer.Double("NegativeSlope", 0.01f)),
        "ELU" => TensorFunctions.ELU(x, (float)layer.Double("Alpha", 1)),
        "SELU" => TensorFunctions.SELU(x),
        "GELU" => TensorFunctions.GELU(x, layer.Word("Approximate", "none")),
        "SiLU" => TensorFunctions.SiLU(x),
        "Sigmoid" => TensorFunctions.Sigmoid(x),
        "Tanh" => TensorFunctions.Tanh(x),
        "Softplus" => TensorFunctions.Softplus(x, (float)layer.Double("Beta", 1), (float)layer.Double("Threshold", 20)),
        "Hardswish" => TensorFunctions.Hardswish(x),
        "Softmax" => EagerLayers.Softmax(x, layer.Int("Dim", 1)),
        "LogSoftmax" => EagerLayers.LogSoftmax(x, layer.Int("Dim", 1)),
        _ => throw new NotSupportedException(layer.Kind),
    };

    private string Next(string prefix) => $"{prefix}{_ordinals[prefix] = _ordinals.GetValueOrDefault(prefix) + 1}";

    private Tensor? Shaped(string name, params int[] shape) => Values.TryGetValue(name, out Tensor? values) ? values.Reshape(shape) : null;

    private static bool IsBuffer(GoldenParameter parameter) => parameter.Name.Contains(".running_", StringComparison.Ordinal) || parameter.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal);
}
