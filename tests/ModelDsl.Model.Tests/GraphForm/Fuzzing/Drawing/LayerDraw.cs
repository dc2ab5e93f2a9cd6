namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Random layers for a value of a shape.</summary>
internal sealed class LayerDraw(Draw draw)
{
    private static readonly string[] Activations =
    [
        "ReLU", "ReLU", "LeakyReLU", "LeakyReLU(0.25f)", "ELU", "ELU(0.5f)", "SELU", "GELU", "GELU(Approximate = \"tanh\")", "SiLU", "Sigmoid", "Tanh",
        "Softplus", "Softplus(Beta = 2, Threshold = 3)", "Hardswish", "Softmax", "LogSoftmax", "Dropout(0f)",
    ];

    /// <summary>Some layers, of which the first has parameters if there are any for that shape.</summary>
    public List<FuzzLayer>? Next(int[] shape)
    {
        List<FuzzLayer> layers = [];
        for (int i = draw.Int(1, 3); i > 0; i--)
        {
            FuzzLayer layer = One(shape, needsParameters: layers.Count == 0 && draw.Flip(0.7));
            if (layer.Infer(shape) is not { } next || Dims.Count(next) > FuzzProgram.LargestValue) continue;
            if (layer is NormLayer && layers.Count > 0 && draw.Flip(0.6)) continue; // see HidesCancellation
            layers.Add(layer);
            shape = next;
        }
        return layers.Count > 0 ? layers : null;
    }

    public FuzzLayer One(int[] shape, bool needsParameters)
    {
        if (!needsParameters && draw.Flip(0.4)) return new ActivationLayer(draw.Pick(Activations));
        switch (shape.Length)
        {
            case 1:
                return draw.Int(0, 9) switch { < 7 => Linear(), 7 => new NormLayer("BatchNorm1d", NormArguments()), _ => LayerNorm() };
            case 2:
                return draw.Int(0, 9) switch { < 6 => Linear(), < 9 => LayerNorm(), _ => new FlattenLayer() };
            case 3:
                return needsParameters || draw.Flip(0.5)
                    ? draw.Int(0, 9) switch { < 7 => Convolution(shape), < 9 => new NormLayer("BatchNorm2d", NormArguments()), _ => LayerNorm() }
                    : draw.Int(0, 9) switch { < 3 => Pool("MaxPool2d", shape), < 6 => Pool("AvgPool2d", shape), < 8 => new AdaptivePoolLayer(draw.Int(1, 4), draw.Int(1, 4)), _ => new FlattenLayer() };
            default:
                return shape.Length > 3 && draw.Flip(0.2) ? new FlattenLayer() : new ActivationLayer(draw.Pick(Activations));
        }
    }

    private LinearLayer Linear() => new(draw.Width(33), !draw.Flip(0.2));

    private NormLayer LayerNorm() => new("LayerNorm", draw.Pick("", "", "Eps = 0.001f", "ElementwiseAffine = false", "Bias = false"));

    private string NormArguments() => draw.Pick("", "", "Affine = false", "TrackRunningStats = false", "Eps = 0.01f, Momentum = 0.25f");

    private ConvolutionLayer Convolution(int[] x)
    {
        (int, int) padding = Pair(0.6, 0, 2), stride = draw.Flip(0.5) ? (1, 1) : Pair(0.7, 1, 3);
        int groups = draw.Flip(0.3) ? draw.Divisor(x[0]) : 1;
        return new(groups == 1 ? draw.Width(17) : groups * draw.Int(1, 3), Pair(0.7, 1, 4), stride, padding, draw.Flip(0.2) ? 2 : 1, groups, !draw.Flip(0.3));
    }

    private PoolLayer Pool(string kind, int[] x)
    {
        int kernel = Math.Min(draw.Int(1, 3), Math.Min(x[1], x[2])), dilation = kind == "MaxPool2d" && draw.Flip(0.2) ? 2 : 1;
        return new(kind, kernel, draw.Flip(0.5) ? draw.Int(1, 3) : 0, draw.Flip(0.4) ? kernel / 2 : 0, draw.Flip(0.3), dilation,
            kind == "AvgPool2d" ? draw.Pick("", "", ", CountIncludePad = false", ", DivisorOverride = 3") : "");
    }

    private (int, int) Pair(double same, int first, int last)
    {
        int height = draw.Int(first, last);
        return (height, draw.Flip(same) ? height : draw.Int(first, last));
    }
}
