using System.Runtime.InteropServices;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using static ModelDsl.Model.Tests.Graphs.FiniteDifferences;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>Changes the one pool of the process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public sealed class GraphWorkerTests
{
    /// <summary>128 KB of weights: the sum of the parts is cut into several tasks, the last of which is short.</summary>
    [Fact]
    public void LargeLayerUsedTwice_AnyNumberOfWorkers_SameBits()
    {
        const int Features = 181, Batch = 70;
        float[] inputs = Wave(Batch * Features, 0.37f), targets = Wave(Batch * Features, 0.61f);
        HandMade model = HandMade.Compile(() => BuildWide(Features));
        AssertSameBits(() =>
        {
            model.Backward([inputs], targets);
            return model.Parameters.Gradients;
        });
        Check(model.Parameters, () => model.Backward([inputs], targets), stride: 2999);
    }

    private static void AssertSameBits(Func<Span<float>> compute)
    {
        int before = WorkerPool.Shared.Workers;
        try
        {
            WorkerPool.Shared.Workers = 1;
            int[] expected = Bits();
            foreach (int workers in new[] { 2, 3, 8 })
            {
                WorkerPool.Shared.Workers = workers;
                Assert.Equal(expected, Bits());
            }
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }

        int[] Bits() => MemoryMarshal.Cast<float, int>(compute()).ToArray();
    }

    /// <summary><c>y = wide(tanh(wide(x))); loss = mean (y − target)²</c></summary>
    private static Graph BuildWide(int features)
    {
        Graph graph = new("Repeated");
        Value x = graph.AddInput("input", features);
        Value weight = graph.AddParameter("wide", "weight", isFrozen: false, features, features), bias = graph.AddParameter("wide", "bias", isFrozen: false, features);
        Value output = graph.Linear("outer", graph.Tanh("tanh", graph.Linear("inner", x, weight, bias)), weight, bias);
        graph.Outputs.Add(output);
        graph.Loss = graph.Compare(new MSELoss(Generator.Operators.Reduction.Mean), "loss", output, graph.AddTarget("targets", ElementType.Float32, features));
        return graph;
    }
}
