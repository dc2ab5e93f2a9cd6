using ModelDsl.Generator.Graphs;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Inputs and targets, drawn for a model.</summary>
internal sealed record FuzzBatch(float[][] Inputs, Array[] Targets)
{
    public static FuzzBatch Draw(Graph graph, int samples, Random random)
    {
        float[][] inputs = [.. graph.Inputs.Select(input => Numbers(random, samples * (int)input.Shape.Count, -2, 2))];
        return new(inputs, [.. graph.Targets.Select(target => Target(graph, target, samples, random))]);
    }

    /// <summary>The inputs as tensors, with noise on them.</summary>
    public Tensor[] EagerInputs(Graph graph, Noise noise) => [.. Inputs.Zip(graph.Inputs, (values, input) => Tensor.Batch(noise.On(values), [.. input.Shape.Dimensions]))];

    public Tensor[] EagerTargets(Graph graph)
        => [.. Targets.Zip(graph.Targets, (values, target) => values is int[] classes ? Tensor.Classes(classes, [.. target.Shape.Dimensions]) : Tensor.Batch((float[])values, [.. target.Shape.Dimensions]))];

    public static float[] Numbers(Random random, int count, double from, double to) => [.. Enumerable.Range(0, count).Select(_ => (float)(from + random.NextDouble() * (to - from)))];

    private static Array Target(Graph graph, Value target, int samples, Random random)
    {
        int count = samples * (int)target.Shape.Count;
        if (target.Type != ElementType.Int32) return Numbers(random, count, 0, 1);
        int classes = graph.ConsumersOf(target).First().Inputs[0].Shape[0];
        return Enumerable.Range(0, count).Select(_ => random.Next(classes)).ToArray();
    }
}
