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
        VisitRows(output.Shape, (y, x, w, count) =>
        {
            Span<double> to = output.Values.AsSpan(y, count);
            ReadOnlySpan<double> from = input.Values.AsSpan(x);
            double weight = _weight.Values[w];
            int step = _stride.Width;
            for (int i = 0; i < to.Length; i++) to[i] += from[i * step] * weight;
        });
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _input.Like();
        VisitRows(outputGradient.Shape, (y, x, w, count) =>
        {
            ReadOnlySpan<double> dy = outputGradient.Values.AsSpan(y, count), from = _input.Values.AsSpan(x);
            Span<double> dx = inputGradient.Values.AsSpan(x);
            double weight = _weight.Values[w], sum = 0;
            int step = _stride.Width;
            for (int i = 0; i < dy.Length; i++)
            {
                dx[i * step] += dy[i] * weight;
                sum += dy[i] * from[i * step];
            }
            _weight.Gradient[w] += sum;
        });
        if (_bias is not null)
        {
            int pixels = outputGradient.Shape[2] * outputGradient.Shape[3];
            for (int i = 0; i < outputGradient.Values.Length; i++) _bias.Gradient[i / pixels % _outChannels] += outputGradient.Values[i];
        }
        return inputGradient;
    }

    /// <summary>
    /// Calls back for every row of products of the sum: so many outputs from position y on and inputs from position x on, a stride apart, which meet the weight at position w.
    /// </summary>
    private void VisitRows(int[] output, Action<int, int, int, int> visit)
    {
        int perGroup = _channels / _groups, outPerGroup = _outChannels / _groups, inputHeight = _input.Shape[2], inputWidth = _input.Shape[3];
        // Of each column of the kernel, the outputs whose input lies in the picture: neighbours.
        int[][] inside = [.. Enumerable.Range(0, _kernel.Width).Select(j => Enumerable.Range(0, output[3]).Where(ox => InputColumn(ox, j) is >= 0 and int ix && ix < inputWidth).ToArray())];
        for (int n = 0; n < output[0]; n++)
            for (int o = 0; o < _outChannels; o++)
                for (int c = 0; c < perGroup; c++)
                    for (int i = 0; i < _kernel.Height; i++)
                        for (int j = 0; j < _kernel.Width; j++)
                        {
                            if (inside[j].Length == 0) continue;
                            int channel = o / outPerGroup * perGroup + c, ox = inside[j][0];
                            for (int oy = 0; oy < output[2]; oy++)
                            {
                                int iy = oy * _stride.Height - _padding.Height + i * _dilation.Height;
                                if (iy < 0 || iy >= inputHeight) continue;
                                visit(
                                    ((n * _outChannels + o) * output[2] + oy) * output[3] + ox,
                                    ((n * _channels + channel) * inputHeight + iy) * inputWidth + InputColumn(ox, j),
                                    ((o * perGroup + c) * _kernel.Height + i) * _kernel.Width + j,
                                    inside[j].Length);
                            }
                        }
    }

    private int InputColumn(int outputColumn, int kernelColumn) => outputColumn * _stride.Width - _padding.Width + kernelColumn * _dilation.Width;
}
