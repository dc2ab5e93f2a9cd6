using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>y = x Wᵀ + b on the last dimension.</summary>
internal sealed class LinearReference : ReferenceOperator
{
    private readonly int _in;
    private readonly int _out;
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;
    private ReferenceTensor _input = null!;

    public LinearReference(DeclaredLayer layer, int[] input)
    {
        _in = input[^1];
        _out = layer.Int("OutFeatures", 0);
        _weight = new("weight", false, _out, _in);
        _bias = layer.Bool("Bias", true) ? new("bias", false, _out) : null;
    }

    public override string Prefix => "linear";

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _input = input;
        ReferenceTensor output = new([.. input.Shape[..^1], _out]);
        for (int row = 0; row < input.Values.Length / _in; row++)
        {
            for (int o = 0; o < _out; o++)
            {
                double sum = _bias?.Values[o] ?? 0;
                ReadOnlySpan<double> x = input.Values.AsSpan(row * _in, _in), weight = _weight.Values.AsSpan(o * _in, _in);
                for (int i = 0; i < x.Length; i++) sum += x[i] * weight[i];
                output.Values[row * _out + o] = sum;
            }
        }
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _input.Like();
        for (int row = 0; row < _input.Values.Length / _in; row++)
        {
            for (int o = 0; o < _out; o++)
            {
                double dy = outputGradient.Values[row * _out + o];
                if (_bias is not null) _bias.Gradient[o] += dy;
                ReadOnlySpan<double> x = _input.Values.AsSpan(row * _in, _in), weight = _weight.Values.AsSpan(o * _in, _in);
                Span<double> dx = inputGradient.Values.AsSpan(row * _in, _in), dweight = _weight.Gradient.AsSpan(o * _in, _in);
                for (int i = 0; i < x.Length; i++)
                {
                    dweight[i] += dy * x[i];
                    dx[i] += dy * weight[i];
                }
            }
        }
        return inputGradient;
    }
}
