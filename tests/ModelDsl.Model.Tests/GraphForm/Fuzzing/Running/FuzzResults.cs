namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>All that can be seen of a model at work: predictions, losses in both modes, every gradient, every buffer.</summary>
internal sealed class FuzzResults
{
    private readonly List<(string What, double[] Values)> _all = [];

    public IReadOnlyList<(string What, double[] Values)> All => _all;

    /// <summary>Whether all numbers are finite and of a size that floats have room for.</summary>
    public bool AreTame => _all.All(item => item.Values.All(value => Math.Abs(value) < 1e5));

    public static FuzzResults Compiled(GraphModel model, FuzzBatch batch)
    {
        FuzzResults results = new();
        float[][] predictions = model.Predict(batch.Inputs), evaluated = [.. predictions.Select(output => new float[output.Length])];
        for (int i = 0; i < predictions.Length; i++) results.Add($"output {i}", predictions[i]);
        results.Add("loss in evaluation", [model.Evaluate(batch.Inputs, batch.Targets, evaluated)]);
        for (int i = 0; i < evaluated.Length; i++) results.Add($"output {i} of the evaluation", evaluated[i]);
        int[] asked = InputsWithGradients(model);
        float[][] gradients = [.. asked.Select(input => Enumerable.Repeat(float.NaN, batch.Inputs[input].Length).ToArray())];
        results.Add("loss in training", [asked.Length == 0 ? model.Backward(batch.Inputs, batch.Targets) : model.Backward(batch.Inputs, batch.Targets, gradients)]);
        for (int i = 0; i < asked.Length; i++) results.Add($"gradient of input {asked[i]}", gradients[i]);
        results.AddParameters(model);
        return results;
    }

    public static FuzzResults Eager(GraphModel model, FuzzBatch batch, Noise noise)
    {
        float[] values = model.Parameters.Values.ToArray(), buffers = model.Parameters.Buffers.ToArray();
        foreach (Parameter parameter in model.Parameters) parameter.CopyFrom(noise.On(parameter.Values));
        Tensor[] inputs = batch.EagerInputs(model.Graph, noise), targets = batch.EagerTargets(model.Graph);
        FuzzResults results = new();

        Tensor[] outputs = Run(isTraining: false);
        for (int i = 0; i < outputs.Length; i++) results.Add($"output {i}", outputs[i]);
        results.Add("loss in evaluation", model.Objective(outputs, inputs, targets));
        for (int i = 0; i < outputs.Length; i++) results.Add($"output {i} of the evaluation", outputs[i]);
        model.Parameters.Gradients.Clear();
        Tensor loss = model.Objective(Run(isTraining: true), inputs, targets);
        results.Add("loss in training", loss);
        // What is constant in every parameter has no gradient.
        if (loss.RequiresGrad) loss.Backward();
        foreach (int input in InputsWithGradients(model)) results._all.Add(($"gradient of input {input}", inputs[input].Grad is { } gradient ? gradient.ToDoubles() : new double[inputs[input].Values.Length]));
        results.AddParameters(model);

        values.CopyTo(model.Parameters.WritableValues());
        buffers.CopyTo(model.Parameters.WritableBuffers());
        return results;

        Tensor[] Run(bool isTraining)
        {
            if (noise.IsNone) return model.Run(inputs, isTraining);
            model.IsEagerTraining = isTraining;
            return (Tensor[])model.Invoke("Disturbed", (Func<Tensor, Tensor>)noise.On, inputs)!;
        }
    }

    private static int[] InputsWithGradients(GraphModel model) => [.. Enumerable.Range(0, model.Graph.Inputs.Count).Where(input => model.Graph.Inputs[input].RequiresGrad)];

    private void AddParameters(GraphModel model)
    {
        foreach (Parameter parameter in model.Parameters)
        {
            if (parameter.Gradient.IsEmpty) Add(parameter.IsBuffer ? $"buffer {parameter.Name}" : $"frozen {parameter.Name}", parameter.Values);
            else Add($"gradient of {parameter.Name}", parameter.Gradient);
        }
    }

    /// <summary>A loss is one number: one for each sample counts as their mean.</summary>
    private void Add(string what, Tensor values)
        => _all.Add((what, what.StartsWith("loss", StringComparison.Ordinal) ? [values.ToDoubles().Average()] : values.ToDoubles()));

    private void Add(string what, ReadOnlySpan<float> values) => _all.Add((what, Array.ConvertAll(values.ToArray(), value => (double)value)));
}

internal static class TensorValues
{
    public static double[] ToDoubles(this Tensor tensor) => tensor.Values.ToArray();
}
