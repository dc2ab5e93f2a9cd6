using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>Softmax or its logarithm along one dimension.</summary>
internal sealed class SoftmaxReference : ReferenceOperator
{
    private readonly bool _logarithm;
    private readonly int _axis;
    private ReferenceTensor _output = null!;

    public SoftmaxReference(DeclaredLayer layer, int sampleRank)
    {
        _logarithm = layer.Kind == "LogSoftmax";
        // Dimensions are counted with the batch, as in PyTorch.
        int dim = layer.Int("Dim", 1);
        _axis = dim < 0 ? sampleRank + 1 + dim : dim;
    }

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _output = input.Like();
        foreach (int[] line in Lines(input))
        {
            double most = line.Max(i => input.Values[i]);
            double sum = line.Sum(i => Math.Exp(input.Values[i] - most));
            foreach (int i in line)
            {
                double logarithm = input.Values[i] - most - Math.Log(sum);
                _output.Values[i] = _logarithm ? logarithm : Math.Exp(logarithm);
            }
        }
        return _output;
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient)
    {
        ReferenceTensor inputGradient = _output.Like();
        double[] dy = outputGradient.Values, y = _output.Values;
        foreach (int[] line in Lines(_output))
        {
            double sum = line.Sum(i => _logarithm ? dy[i] : dy[i] * y[i]);
            foreach (int i in line) inputGradient.Values[i] = _logarithm ? dy[i] - Math.Exp(y[i]) * sum : y[i] * (dy[i] - sum);
        }
        return inputGradient;
    }

    private IEnumerable<int[]> Lines(ReferenceTensor tensor)
    {
        int inner = ReferenceTensor.Count(tensor.Shape.AsSpan(_axis + 1)), length = tensor.Shape[_axis];
        for (int outer = 0; outer < tensor.Values.Length / (inner * length); outer++)
        {
            for (int i = 0; i < inner; i++) yield return [.. Enumerable.Range(0, length).Select(k => (outer * length + k) * inner + i)];
        }
    }
}
