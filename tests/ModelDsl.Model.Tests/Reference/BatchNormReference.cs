using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>
/// y = (x − μ) / √(σ² + ε) · w + b for each channel (dimension 1), over the batch and all other dimensions. Training normalises by
/// the batch and moves the running statistics (the variance without bias); evaluation uses them.
/// </summary>
internal sealed class BatchNormReference : ReferenceOperator
{
    private readonly int _channels;
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly ReferenceParameter[] _affine;
    private readonly ReferenceParameter[] _running;
    private double[] _scale = [];
    private bool _byBatch;
    private ReferenceTensor _normalized = null!;

    public BatchNormReference(DeclaredLayer layer, int[] input)
    {
        _channels = input[0];
        _epsilon = layer.Double("Eps", 1e-5);
        _momentum = layer.Double("Momentum", 0.1);
        _affine = layer.Bool("Affine", true) ? [new("weight", false, _channels), new("bias", false, _channels)] : [];
        _running = layer.Bool("TrackRunningStats", true)
            ? [new("running_mean", true, _channels), new("running_var", true, _channels), new("num_batches_tracked", true)]
            : [];
        if (_running.Length > 0) Array.Fill(_running[1].Values, 1);
    }

    public override string Prefix => "bn";

    public override IReadOnlyList<ReferenceParameter> Parameters => [.. _affine, .. _running];

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _byBatch = training || _running.Length == 0;
        _normalized = input.Like();
        _scale = new double[_channels];
        ReferenceTensor output = input.Like();
        for (int c = 0; c < _channels; c++)
        {
            int[] members = Members(input, c);
            double mean, variance;
            if (_byBatch)
            {
                mean = members.Average(i => input.Values[i]);
                variance = members.Average(i => (input.Values[i] - mean) * (input.Values[i] - mean));
            }
            else
            {
                (mean, variance) = (_running[0].Values[c], _running[1].Values[c]);
            }
            if (training && _running.Length > 0)
            {
                double unbiased = variance * members.Length / (members.Length - 1.0);
                _running[0].Values[c] += _momentum * (mean - _running[0].Values[c]);
                _running[1].Values[c] += _momentum * (unbiased - _running[1].Values[c]);
            }
            double scale = _scale[c] = 1 / Math.Sqrt(variance + _epsilon);
            foreach (int i in members)
            {
                _normalized.Values[i] = (input.Values[i] - mean) * scale;
                output.Values[i] = _affine.Length > 0 ? _normalized.Values[i] * _affine[0].Values[c] + _affine[1].Values[c] : _normalized.Values[i];
            }
        }
        if (training && _running.Length > 0) _running[2].Values[0]++;
        return output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _normalized.Like();
        for (int c = 0; c < _channels; c++)
        {
            int[] members = Members(_normalized, c);
            double sum = members.Sum(i => outputGradient.Values[i]);
            double dot = members.Sum(i => outputGradient.Values[i] * _normalized.Values[i]);
            double weight = _affine.Length > 0 ? _affine[0].Values[c] : 1;
            if (_affine.Length > 0)
            {
                _affine[0].Gradient[c] += dot;
                _affine[1].Gradient[c] += sum;
            }
            foreach (int i in members)
            {
                double centred = _byBatch ? outputGradient.Values[i] - (sum + dot * _normalized.Values[i]) / members.Length : outputGradient.Values[i];
                inputGradient.Values[i] = weight * _scale[c] * centred;
            }
        }
        return inputGradient;
    }

    private int[] Members(ReferenceTensor tensor, int channel)
    {
        int inner = tensor.Values.Length / (tensor.Batch * _channels);
        return [.. from n in Enumerable.Range(0, tensor.Batch) from i in Enumerable.Range(0, inner) select (n * _channels + channel) * inner + i];
    }
}
