using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>y[n, o, y, x] = b[o] + Σ w[o, c, i, j] · x[n, group(o)·C/G + c, y·s − p + i·d, x·s − p + j·d], zero outside the picture.</summary>
internal sealed class Conv2dReference : ReferenceOperator
{
    private readonly int _channels;
    private readonly int _outChannels;
    private readonly int _groups;
    private readonly (int Height, int Width) _kernel;
    private readonly (int Height, int Width) _stride;
    private readonly (int Height, int Width) _padding;
    private readonly (int Height, int Width) _dilation;
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;
    private ReferenceTensor _input = null!;

    public Conv2dReference(DeclaredLayer layer, int[] input)
    {
        _channels = input[0];
        _outChannels = layer.Int("OutChannels", 0);
        _groups = layer.Int("Groups", 1);
        _kernel = layer.Pair("Kernel", 0);
        _stride = layer.Pair("Stride", 1);
        _padding = layer.Pair("Padding", 0);
        _dilation = layer.Pair("Dilation", 1);
        _weight = new("weight", false, _outChannels, _channels / _groups, _kernel.Height, _kernel.Width);
        _bias = layer.Bool("Bias", true) ? new("bias", false, _outChannels) : null;
    }

    public override string Prefix => "conv";

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _input = input;
        int height = (input.Shape[2] + 2 * _padding.Height - _dilation.Height * (_kernel.Height - 1) - 1) / _stride.Height + 1;
        int width = (input.Shape[3] + 2 * _padding.Width - _dilation.Width * (_kernel.Width - 1) - 1) / _stride.Width + 1;
        ReferenceTensor output = new(input.Batch, _outChannels, height, width);
        if (_bias is not null)
        {
            for (int i = 0; i < output.Values.Length; i++) output.Values[i] = _bias.Values[i / (height * width) % _outChannels];
        }
        VisitProducts(output.Shape, (y, x, w) => output.Values[y] += input.Values[x] * _weight.Values[w]);
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _input.Like();
        VisitProducts(outputGradient.Shape, (y, x, w) =>
        {
            inputGradient.Values[x] += outputGradient.Values[y] * _weight.Values[w];
            _weight.Gradient[w] += outputGradient.Values[y] * _input.Values[x];
        });
        if (_bias is not null)
        {
            int pixels = outputGradient.Shape[2] * outputGradient.Shape[3];
            for (int i = 0; i < outputGradient.Values.Length; i++) _bias.Gradient[i / pixels % _outChannels] += outputGradient.Values[i];
        }
        return inputGradient;
    }

    /// <summary>Calls back with the positions of the output, the input and the weight for every product of the sum.</summary>
    private void VisitProducts(int[] output, Action<int, int, int> visit)
    {
        int perGroup = _channels / _groups, outPerGroup = _outChannels / _groups;
        for (int n = 0; n < output[0]; n++)
            for (int o = 0; o < _outChannels; o++)
                for (int oy = 0; oy < output[2]; oy++)
                    for (int ox = 0; ox < output[3]; ox++)
                        for (int c = 0; c < perGroup; c++)
                            for (int i = 0; i < _kernel.Height; i++)
                                for (int j = 0; j < _kernel.Width; j++)
                                {
                                    int iy = oy * _stride.Height - _padding.Height + i * _dilation.Height;
                                    int ix = ox * _stride.Width - _padding.Width + j * _dilation.Width;
                                    if (iy < 0 || iy >= _input.Shape[2] || ix < 0 || ix >= _input.Shape[3]) continue;
                                    int channel = o / outPerGroup * perGroup + c;
                                    visit(
                                        ((n * _outChannels + o) * output[2] + oy) * output[3] + ox,
                                        ((n * _channels + channel) * _input.Shape[2] + iy) * _input.Shape[3] + ix,
                                        ((o * perGroup + c) * _kernel.Height + i) * _kernel.Width + j);
                                }
    }
}
