using ModelDsl.Benchmarks.Worker;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ModelDsl.Benchmarks.Torch;

/// <summary>A case's layers as calls of libtorch, with the weights of the case.</summary>
internal sealed class TorchNetwork
{
    private readonly List<Func<Tensor, Tensor>> _layers = [];
    private readonly float[] _weights;
    private int _used;

    public TorchNetwork(CaseFiles files)
    {
        Training = files.Trains;
        _weights = files.ReadWeights();
        using var _ = no_grad();
        long[] shape = [1, .. files.InputShape];
        foreach (LayerLine layer in files.Layers)
        {
            Func<Tensor, Tensor> forward = Create(layer, shape);
            _layers.Add(forward);
            // A batch of two: batch norm has no variance of one sample. What this leaves in running statistics is not read: training uses the batch's.
            using Tensor probe = forward(zeros([2, .. shape[1..]]));
            shape = [1, .. probe.shape[1..]];
        }
        if (_used != _weights.Length) throw new InvalidOperationException($"{_weights.Length} weights were given, the layers have {_used}");
    }

    public bool Training { get; }

    public bool Dropout { get; set; } = true;

    public List<Parameter> Parameters { get; } = [];

    public Tensor Forward(Tensor value)
    {
        foreach (Func<Tensor, Tensor> layer in _layers) value = layer(value);
        return value;
    }

    private Func<Tensor, Tensor> Create(LayerLine layer, long[] input)
    {
        switch (layer.Kind)
        {
            case "Linear":
                Parameter matrix = Next(layer.Int("OutFeatures"), input[1]), offset = Next(layer.Int("OutFeatures"));
                return x => F.linear(x, matrix, offset);
            case "Conv2d":
                long[] size = Sizes(layer, "Kernel"), stride = Sizes(layer, "Stride"), padding = Sizes(layer, "Padding"), dilation = Sizes(layer, "Dilation");
                int channels = layer.Int("OutChannels"), groups = layer.Int("Groups");
                Parameter filter = Next(channels, input[1] / groups, size[0], size[1]), bias = Next(channels);
                return x => F.conv2d(x, filter, bias, stride, padding, dilation, groups);
            case "BatchNorm2d":
                Parameter scale = Next(input[1]), shift = Next(input[1]);
                Tensor mean = zeros(input[1]), variance = ones(input[1]);
                double momentum = layer.Double("Momentum"), eps = layer.Double("Eps");
                return x => F.batch_norm(x, mean, variance, scale, shift, Training, momentum, eps);
            case "LayerNorm":
                Parameter weight = Next(input[1]), start = Next(input[1]);
                double epsilon = layer.Double("Eps");
                return x => F.layer_norm(x, [input[1]], weight, start, epsilon);
            case "MaxPool2d":
                long[] window = Sizes(layer, "Kernel");
                return x => F.max_pool2d(x, window, window);
            case "AdaptiveAvgPool2d":
                long[] output = Sizes(layer, "Output");
                return x => F.adaptive_avg_pool2d(x, output);
            case "Dropout":
                double rate = layer.Double("P");
                return x => Dropout ? F.dropout(x, rate, Training, false) : x;
            case "ReLU":
                // In place, as PyTorch's users do where memory counts.
                return x => F.relu(x, true);
            case "GELU":
                return x => F.gelu(x, GELU.Approximate.none, false);
            case "Flatten":
                return x => x.flatten(1);
            default:
                throw new NotSupportedException(layer.Kind);
        }
    }

    private static long[] Sizes(LayerLine layer, string name) => [layer.Int(name + "Height"), layer.Int(name + "Width")];

    private Parameter Next(params long[] shape)
    {
        int size = (int)shape.Aggregate(1L, (product, part) => product * part);
        Parameter parameter = new(tensor(_weights[_used..(_used + size)]).reshape(shape), true);
        _used += size;
        Parameters.Add(parameter);
        return parameter;
    }
}
