using ModelDsl.Model.Tests.Declarations;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ModelDsl.Goldens;

/// <summary>A declaration, run by PyTorch in float64.</summary>
internal sealed class TorchNetwork
{
    private readonly List<Func<Tensor, bool, Tensor>> _layers = [];
    private readonly Dictionary<string, int> _ordinals = [];
    private readonly Random _random;
    private readonly DeclaredLayer _loss;

    public TorchNetwork(Declaration declaration, Random random)
    {
        _random = random;
        _loss = declaration.Loss!;
        long[] shape = [1, .. declaration.Input.Select(size => (long)size)];
        foreach (DeclaredLayer layer in declaration.Layers)
        {
            Func<Tensor, bool, Tensor> forward = Create(layer, shape);
            _layers.Add(forward);
            using Tensor probe = forward(zeros(shape, float64), false);
            shape = probe.shape;
        }
        OutputShape = shape;
    }

    /// <summary>With a batch of one.</summary>
    public long[] OutputShape { get; }

    public List<(string Name, Parameter Values)> Parameters { get; } = [];

    public List<(string Name, Tensor Values)> Buffers { get; } = [];

    public Tensor Forward(Tensor input, bool training) => _layers.Aggregate(input, (value, layer) => layer(value, training));

    public Tensor Loss(Tensor outputs, Tensor targets)
    {
        nn.Reduction reduction = _loss.Word("Reduction", "Mean") == "Sum" ? nn.Reduction.Sum : nn.Reduction.Mean;
        Tensor? weight = _loss.Doubles("Weight") is { } weights ? tensor(weights, float64) : null;
        Tensor? posWeight = _loss.Doubles("PosWeight") is { } posWeights ? tensor(posWeights, float64) : null;
        long ignore = _loss.Int("IgnoreIndex", -100);
        return _loss.Kind switch
        {
            "CrossEntropyLoss" => F.cross_entropy(outputs, targets, weight, ignore, reduction, _loss.Double("LabelSmoothing", 0)),
            // TorchSharp's nll_loss takes no index to ignore. Of logarithms of probabilities, cross-entropy is the same function.
            "NLLLoss" => ignore == -100 ? F.nll_loss(outputs, targets, weight!, reduction) : F.cross_entropy(outputs, targets, weight, ignore, reduction),
            "MSELoss" => F.mse_loss(outputs, targets, reduction),
            "L1Loss" => F.l1_loss(outputs, targets, reduction),
            "SmoothL1Loss" => F.smooth_l1_loss(outputs, targets, reduction, _loss.Double("Beta", 1)),
            "HuberLoss" => F.huber_loss(outputs, targets, _loss.Double("Delta", 1), reduction),
            "BCELoss" => F.binary_cross_entropy(outputs, targets, weight!, reduction),
            "BCEWithLogitsLoss" => F.binary_cross_entropy_with_logits(outputs, targets, weight!, reduction, posWeight!),
            _ => throw new NotSupportedException(_loss.Kind),
        };
    }

    private Func<Tensor, bool, Tensor> Create(DeclaredLayer layer, long[] input)
    {
        long[] kernel = Pair(layer, "Kernel", 0), padding = Pair(layer, "Padding", 0), dilation = Pair(layer, "Dilation", 1);
        // PyTorch's pooling goes on by its own size unless told otherwise.
        long[] stride = layer.Kind == "Conv2d" ? Pair(layer, "Stride", 1) : Sizes(layer.Pair("Stride", layer.Pair("Kernel", 0)));
        bool ceil = layer.Bool("CeilMode", false);
        switch (layer.Kind)
        {
            case "Linear":
                int features = layer.Int("OutFeatures", 0), ordinal = Next("linear");
                Parameter matrix = Learned($"linear{ordinal}.weight", features, input[^1]);
                Parameter? offset = layer.Bool("Bias", true) ? Learned($"linear{ordinal}.bias", features) : null;
                return (x, _) => F.linear(x, matrix, offset!);
            case "Conv2d":
                int channels = layer.Int("OutChannels", 0), groups = layer.Int("Groups", 1), conv = Next("conv");
                Parameter filter = Learned($"conv{conv}.weight", channels, input[1] / groups, kernel[0], kernel[1]);
                Parameter? bias = layer.Bool("Bias", true) ? Learned($"conv{conv}.bias", channels) : null;
                return (x, _) => F.conv2d(x, filter, bias!, stride, padding, dilation, groups);
            case "BatchNorm1d" or "BatchNorm2d":
                return BatchNorm(layer, input[1]);
            case "LayerNorm":
                return LayerNorm(layer, input);
            case "MaxPool2d":
                return (x, _) => F.max_pool2d(x, kernel, stride, padding, dilation, ceil);
            case "AvgPool2d":
                bool countPad = layer.Bool("CountIncludePad", true);
                long? divisor = layer.Int("DivisorOverride", 0) is var d and not 0 ? d : null;
                return (x, _) => F.avg_pool2d(x, kernel, stride, padding, ceil, countPad, divisor);
            case "AdaptiveAvgPool2d":
                long[] size = Pair(layer, "Output", 0);
                return (x, _) => F.adaptive_avg_pool2d(x, size);
            case "Flatten":
                return (x, _) => x.flatten(1);
            default:
                return (x, _) => Activation(layer, x);
        }
    }

    private static Tensor Activation(DeclaredLayer layer, Tensor x) => layer.Kind switch
    {
        "ReLU" => F.relu(x, false),
        "LeakyReLU" => F.leaky_relu(x, layer.Double("NegativeSlope", 0.01), false),
        "ELU" => F.elu(x, layer.Double("Alpha", 1), false),
        "SELU" => F.selu(x, false),
        "GELU" => F.gelu(x, layer.Word("Approximate", "none") == "tanh" ? GELU.Approximate.tanh : GELU.Approximate.none, false),
        "SiLU" => F.silu(x, false),
        "Sigmoid" => F.sigmoid(x),
        "Tanh" => F.tanh(x, false),
        "Softplus" => F.softplus(x, layer.Double("Beta", 1), layer.Double("Threshold", 20)),
        "Hardswish" => F.hardswish(x, false),
        "Softmax" => F.softmax(x, layer.Int("Dim", 1)),
        "LogSoftmax" => F.log_softmax(x, layer.Int("Dim", 1)),
        _ => throw new NotSupportedException(layer.Kind),
    };

    private Func<Tensor, bool, Tensor> BatchNorm(DeclaredLayer layer, long channels)
    {
        string name = $"bn{Next("bn")}";
        bool affine = layer.Bool("Affine", true), track = layer.Bool("TrackRunningStats", true);
        Parameter? weight = affine ? Learned(name + ".weight", channels) : null, bias = affine ? Learned(name + ".bias", channels) : null;
        Tensor? mean = null, variance = null, count = null;
        if (track)
        {
            Buffers.Add((name + ".running_mean", mean = Values(0.5, channels)));
            Buffers.Add((name + ".running_var", variance = Values(0.5, channels) + 1));
            Buffers.Add((name + ".num_batches_tracked", count = zeros([], float64)));
        }
        return (x, training) =>
        {
            if (training) count?.add_(1);
            return F.batch_norm(x, mean!, variance!, weight!, bias!, training || !track, layer.Double("Momentum", 0.1), layer.Double("Eps", 1e-5));
        };
    }

    private Func<Tensor, bool, Tensor> LayerNorm(DeclaredLayer layer, long[] input)
    {
        string name = $"ln{Next("ln")}";
        long[] shape = layer.Doubles("NormalizedShape") is { } written ? [.. written.Select(Convert.ToInt64)] : input.Length == 3 ? input[2..] : input[1..];
        bool affine = layer.Bool("ElementwiseAffine", true);
        Parameter? weight = affine ? Learned(name + ".weight", shape) : null;
        Parameter? bias = affine && layer.Bool("Bias", true) ? Learned(name + ".bias", shape) : null;
        return (x, _) => F.layer_norm(x, shape, weight!, bias!, layer.Double("Eps", 1e-5));
    }

    private static long[] Pair(DeclaredLayer layer, string name, int otherwise) => Sizes(layer.Pair(name, otherwise));

    private static long[] Sizes((int Height, int Width) pair) => [pair.Height, pair.Width];

    private int Next(string prefix) => _ordinals[prefix] = _ordinals.GetValueOrDefault(prefix) + 1;

    private Parameter Learned(string name, params long[] shape)
    {
        Parameter parameter = new(Values(0.6, shape), true);
        Parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Numbers with three decimals, so that the files stay short.</summary>
    private Tensor Values(double size, params long[] shape) =>
        tensor(GoldenBuilder.Random(_random, (int)shape.Aggregate(1L, (a, b) => a * b), size), float64).reshape(shape);
}
