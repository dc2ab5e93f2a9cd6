using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>One case, drawn for one batch.</summary>
internal sealed class FunctionRun
{
    private readonly FunctionCase _case;
    private readonly HandMadeModel _model;
    private readonly int _batch;
    private readonly FunctionOperand[] _operands;

    // For each operand, its value for each sample; a shared one has the same array everywhere.
    private readonly NdArray[][] _values;
    private readonly NdArray[] _targets;
    private readonly Dictionary<string, NdArray> _kernels = [];

    public FunctionRun(FunctionCase test, HandMadeModel model, int batch, Random random)
    {
        (_case, _model, _batch) = (test, model, batch);
        _operands = [.. FunctionGraph.OperandsOf(test)];
        _values = [.. _operands.Select(operand => DrawOperand(operand, random))];
        foreach (Parameter parameter in model.Parameters.Where(parameter => parameter.Name is "after.weight" or "beside.weight"))
        {
            NdArray kernel = Draw([.. parameter.Shape.ToArray()], () => random.NextDouble() - 0.5);
            _kernels[parameter.Name] = kernel;
            parameter.CopyFrom(Single(kernel.Values));
        }
        _targets = [.. Enumerable.Range(0, batch).Select(n => Draw(Output(n).Shape, () => random.NextDouble() * 2 - 1))];
    }

    public void Check()
    {
        float[] inputs = GiveOperands();
        double[] expected = [.. Enumerable.Range(0, _batch).SelectMany(n => Output(n).Values)];
        float[] outputs = new float[expected.Length];
        _model.Prediction.Predict(inputs, outputs, _batch);
        Tolerance tolerance = new(_case.Tolerance, 1e-6);
        tolerance.Check($"{_case}, batch {_batch}: result", expected, outputs);

        float loss = _model.Training.Backward<float>(inputs, Single([.. _targets.SelectMany(target => target.Values)]), _batch);
        tolerance.Check($"{_case}, batch {_batch}: loss", [Enumerable.Range(0, _batch).Sum(Loss)], [loss]);
        for (int i = 0; i < _operands.Length; i++) CheckGradient(i, new Tolerance(5 * _case.Tolerance, 1e-5));
    }

    private void CheckGradient(int operand, Tolerance tolerance)
    {
        float[] gradient = _model.Parameters[$"operand{operand}.weight"].Gradient.ToArray();
        int count = _operands[operand].Count, columns = gradient.Length / count;
        bool isPerSample = _operands[operand].Source == Source.Samples;
        List<double> expected = [], actual = [];
        foreach (int n in isPerSample ? [.. new[] { 0, _batch / 2, _batch - 1 }.Distinct()] : new[] { 0 })
        {
            foreach (int i in SomeOf(count))
            {
                expected.Add(!_case.IsSmooth ? 0 : Difference(operand, n, i, () => isPerSample ? Loss(n) : Enumerable.Range(0, _batch).Sum(Loss)));
                actual.Add(isPerSample ? gradient[i * columns + columns - FunctionGraph.LargestBatch + n] : gradient[i]);
            }
        }
        tolerance.Check($"{_case}, batch {_batch}: gradient of operand {operand}", [.. expected], [.. actual]);
    }

    /// <summary>All of few elements, some of many: the differences take most of the time.</summary>
    private static IEnumerable<int> SomeOf(int count)
    {
        const int Enough = 14;
        int step = (count + Enough - 1) / Enough;
        for (int i = 0; i < count - 1; i += step) yield return i;
        yield return count - 1;
    }

    private double Difference(int operand, int sample, int element, Func<double> loss)
    {
        const double Step = 1e-5;
        double[] values = _values[operand][sample].Values;
        double start = values[element];
        values[element] = start + Step;
        double above = loss();
        values[element] = start - Step;
        double below = loss();
        values[element] = start;
        return (above - below) / (2 * Step);
    }

    private double Loss(int sample) => Output(sample).Values.Zip(_targets[sample].Values, (y, t) => (y - t) * (y - t)).Sum();

    private NdArray Output(int sample)
    {
        NdArray[] given = [.. _values.Take(_case.Operands.Length).Select((values, i) => new NdArray(_operands[i].SeenShape, values[sample].Values))];
        NdArray result = _case.Definition(given);
        if (_operands.Length > given.Length) result = NdArray.Map(x => x[0] + x[1], result, _values[^1][sample]);
        if (!_kernels.TryGetValue("after.weight", out NdArray? after)) return result;
        if (_case.IsBeforeLinear) return new NdArray([after.Shape[0]], [.. Enumerable.Range(0, after.Shape[0]).Select(row => result.Values.Select((value, column) => value * after[row, column]).Sum())]);
        NdArray output = Convolve(result, after);
        return _kernels.TryGetValue("beside.weight", out NdArray? beside) ? NdArray.Map(x => x[0] + x[1], output, Convolve(given[0], beside)) : output;
    }

    private static NdArray Convolve(NdArray x, NdArray kernel)
    {
        NdArray y = new(x.Shape);
        foreach (int[] at in NdArray.Positions(x.Shape))
        {
            foreach (int[] k in NdArray.Positions([x.Shape[0], 3, 3]))
            {
                int row = at[1] + k[1] - 1, column = at[2] + k[2] - 1;
                if (row >= 0 && row < x.Shape[1] && column >= 0 && column < x.Shape[2]) y[at] += kernel[at[0], k[0], k[1], k[2]] * x[k[0], row, column];
            }
        }
        return y;
    }

    /// <summary>Gives the model its parameters; returns the inputs.</summary>
    private float[] GiveOperands()
    {
        int width = FunctionGraph.InputCount(_operands);
        float[] inputs = new float[_batch * width];
        int first = 0;
        for (int k = 0; k < _operands.Length; k++)
        {
            FunctionOperand operand = _operands[k];
            Parameter parameter = _model.Parameters[$"operand{k}.weight"];
            if (operand.Source != Source.Samples)
            {
                parameter.CopyFrom(Single(_values[k][0].Values));
                continue;
            }
            float[] selection = new float[operand.Count * width];
            for (int i = 0; i < operand.Count; i++)
            {
                selection[i * width + first + i] = 1;
                for (int n = 0; n < _batch; n++) inputs[n * width + first + i] = (float)_values[k][n].Values[i];
            }
            parameter.CopyFrom(selection);
            first += operand.Count;
        }
        for (int n = 0; n < _batch; n++) inputs[n * width + first + n] = 1;
        return inputs;
    }

    private NdArray[] DrawOperand(FunctionOperand operand, Random random)
    {
        // Values that a float holds: the definition starts from the same numbers.
        NdArray One() => Draw(operand.Shape, () => (float)operand.Draw(random));
        if (operand.Source == Source.Samples) return [.. Enumerable.Range(0, _batch).Select(_ => One())];
        NdArray shared = One();
        return [.. Enumerable.Repeat(shared, _batch)];
    }

    private static NdArray Draw(int[] shape, Func<double> draw)
    {
        NdArray result = new(shape);
        for (int i = 0; i < result.Values.Length; i++) result.Values[i] = (float)draw();
        return result;
    }

    private static float[] Single(double[] values) => [.. values.Select(value => (float)value)];
}
