using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>y = (x − μ) / √(σ² + ε) · w + b over the last dimensions of each sample; unwritten: a vector, a row of a sequence, a picture.</summary>
internal sealed class LayerNormReference : ReferenceOperator
{
    private readonly int _count;
    private readonly double _epsilon;
    private readonly ReferenceParameter? _weight;
    private readonly ReferenceParameter? _bias;
    private double[] _scale = [];
    private ReferenceTensor _normalized = null!;

    public LayerNormReference(DeclaredLayer layer, int[] input)
    {
        int[] normalized = layer.Doubles("NormalizedShape") is { } written ? [.. written.Select(Convert.ToInt32)] : input.Length == 2 ? input[1..] : input;
        _count = ReferenceTensor.Count(normalized);
        _epsilon = layer.Double("Eps", 1e-5);
        bool affine = layer.Bool("ElementwiseAffine", true);
        _weight = affine ? new("weight", false, normalized) : null;
        _bias = affine && layer.Bool("Bias", true) ? new("bias", false, normalized) : null;
    }

    public override string Prefix => "ln";

    public override IReadOnlyList<ReferenceParameter> Parameters => [.. new[] { _weight, _bias }.OfType<ReferenceParameter>()];

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        ReferenceTensor output = input.Like();
        _normalized = input.Like();
        _scale = new double[input.Values.Length / _count];
        for (int row = 0; row < _scale.Length; row++)
        {
            ReadOnlySpan<double> values = input.Values.AsSpan(row * _count, _count);
            double mean = 0, variance = 0;
            foreach (double value in values) mean += value / _count;
            foreach (double value in values) variance += (value - mean) * (value - mean) / _count;
            _scale[row] = 1 / Math.Sqrt(variance + _epsilon);
            for (int i = 0; i < _count; i++)
            {
                double normalized = _normalized.Values[row * _count + i] = (values[i] - mean) * _scale[row];
                output.Values[row * _count + i] = normalized * (_weight?.Values[i] ?? 1) + (_bias?.Values[i] ?? 0);
            }
        }
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _normalized.Like();
        for (int row = 0; row < _scale.Length; row++)
        {
            double sum = 0, dot = 0;
            for (int i = 0; i < _count; i++)
            {
                int at = row * _count + i;
                double dy = outputGradient.Values[at], scaled = dy * (_weight?.Values[i] ?? 1);
                if (_weight is not null) _weight.Gradient[i] += dy * _normalized.Values[at];
                if (_bias is not null) _bias.Gradient[i] += dy;
                sum += scaled;
                dot += scaled * _normalized.Values[at];
            }
            for (int i = 0; i < _count; i++)
            {
                int at = row * _count + i;
                double scaled = outputGradient.Values[at] * (_weight?.Values[i] ?? 1);
                inputGradient.Values[at] = _scale[row] * (scaled - (sum + dot * _normalized.Values[at]) / _count);
            }
        }
        return inputGradient;
    }
}
