using ModelDsl.Generator.Graphs;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>
/// Runs a model compiled and eagerly on the same batch, and compares all that can be seen: predictions, losses in both modes, every gradient, every buffer. The eager mode shares neither
/// kernels nor gradient rules with the compiled network, and computes in double precision.
/// </summary>
internal static class EagerComparison
{
    /// <summary>As for layers against their references: see <see cref="ReferenceComparison.Single"/>; functions such as divisions and powers amplify more.</summary>
    private static readonly Tolerance Single = new(Relative: 3e-5, Absolute: 4e-6);

    public static void Check(GraphModel model, int batch, int seed, string what = "")
    {
        Random random = new(seed);
        float[][] inputs = [.. model.Graph.Inputs.Select(input => Draw(random, batch * (int)input.Shape.Count))];
        Array[] targets = [.. model.Graph.Targets.Select(target => DrawTarget(model.Graph, target, batch, random))];
        Tensor[] eagerInputs = [.. inputs.Zip(model.Graph.Inputs, (values, input) => Tensor.Batch(values, [.. input.Shape.Dimensions]))];
        Tensor[] eagerTargets = [.. targets.Zip(model.Graph.Targets, AsTensor)];
        what = $"{what} × {batch} (seed {seed}):";

        CheckOutputs(model, inputs, eagerInputs, what);
        if (model.Graph.Loss is null) return;
        CheckEvaluation(model, inputs, targets, eagerInputs, eagerTargets, what);
        CheckTraining(model, inputs, targets, eagerInputs, eagerTargets, what);
    }

    private static void CheckOutputs(GraphModel model, float[][] inputs, Tensor[] eagerInputs, string what)
    {
        Tensor[] expected = model.Run(eagerInputs, isTraining: false);
        float[][] actual = model.Predict(inputs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Single.Check($"{what} output {i}", expected[i].Values, actual[i]);
    }

    private static void CheckEvaluation(GraphModel model, float[][] inputs, Array[] targets, Tensor[] eagerInputs, Tensor[] eagerTargets, string what)
    {
        float[][] outputs = [.. model.Predict(inputs).Select(output => new float[output.Length])];
        float loss = model.Evaluate(inputs, targets, outputs);
        Single.Check($"{what} loss in evaluation", [Average(model.Objective(eagerInputs, eagerTargets, isTraining: false))], [loss]);
    }

    private static void CheckTraining(GraphModel model, float[][] inputs, Array[] targets, Tensor[] eagerInputs, Tensor[] eagerTargets, string what)
    {
        // Both move the running statistics: the eager mode first, from the same start.
        float[] buffers = model.Parameters.Buffers.ToArray();
        model.Parameters.Gradients.Clear();
        Tensor loss = model.Objective(eagerInputs, eagerTargets, isTraining: true);
        loss.Backward();
        float[][] gradients = [.. model.Parameters.Select(parameter => parameter.IsBuffer ? parameter.Values.ToArray() : parameter.Gradient.ToArray())];
        buffers.CopyTo(model.Parameters.WritableBuffers());

        Value[] wanted = [.. model.Graph.Inputs.Where(input => input.RequiresGrad)];
        float[][] inputGradients = [.. wanted.Select(input => Enumerable.Repeat(float.NaN, inputs[model.Graph.Inputs.IndexOf(input)].Length).ToArray())];
        float compiled = wanted.Length == 0 ? model.Backward(inputs, targets) : model.Backward(inputs, targets, inputGradients);
        for (int i = 0; i < wanted.Length; i++)
        {
            Tensor input = eagerInputs[model.Graph.Inputs.IndexOf(wanted[i])];
            Single.Check($"{what} gradient of {wanted[i].Name}", input.Grad is { } gradient ? gradient.Values.ToArray() : new double[inputGradients[i].Length], inputGradients[i]);
        }
        Single.Check($"{what} loss in training", [Average(loss)], [compiled]);
        for (int i = 0; i < gradients.Length; i++)
        {
            Parameter parameter = model.Parameters[i];
            double[] expected = [.. gradients[i].Select(value => (double)value)];
            Single.Check($"{what} {(parameter.IsBuffer ? "buffer" : "gradient of")} {parameter.Name}", expected, parameter.IsBuffer ? parameter.Values : parameter.Gradient);
        }
    }

    /// <summary>An objective that is one number for each sample is averaged.</summary>
    private static double Average(Tensor loss) => loss.Values.ToArray().Average();

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 4 - 2))];

    private static Array DrawTarget(Graph graph, Value target, int batch, Random random)
    {
        int count = batch * (int)target.Shape.Count;
        if (target.Type != ElementType.Int32) return Enumerable.Range(0, count).Select(_ => (float)random.NextDouble()).ToArray();
        int classes = graph.ConsumersOf(target).First().Inputs[0].Shape[0];
        return Enumerable.Range(0, count).Select(_ => random.Next(classes)).ToArray();
    }

    private static Tensor AsTensor(Array values, Value target)
        => values is int[] classes ? Tensor.Classes(classes, [.. target.Shape.Dimensions]) : Tensor.Batch((float[])values, [.. target.Shape.Dimensions]);
}
