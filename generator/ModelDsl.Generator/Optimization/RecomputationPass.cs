using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Lets a later phase compute again what it would otherwise find in memory, where that takes less time than to store and to load it: pictures that batch norm or an activation makes of
/// others which are there anyway, or the gradient of a mean of few values. Behind a batch norm nothing of a piece is in the cache any more when its gradients are computed. What is
/// computed again lies in the worker's memory each time, and not in the piece's.
/// </summary>
internal static class RecomputationPass
{
    /// <summary>Floats of a sample below which there is nothing to gain: 4 KB.</summary>
    private const int SmallestSample = 1024;

    /// <summary>What is so many times smaller is stored instead.</summary>
    private const int TimesSmaller = 8;

    public static void Run(Graph graph)
    {
        Dictionary<Node, int> levels = Scheduler.LevelsOf(graph);
        // From the end: what is computed again of a value counts as its reader.
        foreach (Node node in Enumerable.Reverse(graph.Nodes).ToArray())
        {
            if (!IsCheap(node) || !levels.TryGetValue(node, out int own)) continue;
            Node[] later = [.. graph.ConsumersOf(node.Output).Where(reader => levels[reader] > own)];
            if (later.Length == 0 || later.Any(reader => reader.Domain != Domain.Samples)) continue;
            IGrouping<int, Node>[] phases = [.. later.GroupBy(reader => levels[reader])];
            if (!phases.All(phase => node.Inputs.All(input => IsSmaller(input, node.Output) || IsThere(input, phase.Key)))) continue;
            foreach (IGrouping<int, Node> phase in phases) levels[Repeat(graph, node, [.. phase])] = phase.Key;
        }

        bool IsThere(Value input, int level)
            => input.Extent != Extent.PerSample || graph.ConsumersOf(input).Any(reader => levels.TryGetValue(reader, out int at) && at >= level);
    }

    private static bool IsCheap(Node node)
        => node.Operator is BatchNorm or ActivationOperator or AdaptiveAvgPool2d.Gradient or AvgPool2d.Gradient
            && node.Domain == Domain.Samples && node.Outputs.Length == 1 && node.Output.Layout!.SampleStride >= SmallestSample;

    private static bool IsSmaller(Value input, Value output)
        => input.Extent == Extent.PerSample && (long)TimesSmaller * input.Layout!.SampleStride <= output.Layout!.SampleStride;

    /// <summary>Computes a node's output once more, for some of its readers.</summary>
    private static Node Repeat(Graph graph, Node node, Node[] readers)
    {
        Value value = node.Output, again = graph.AddValue(value.Name + "Again", value.Shape);
        again.Layout = value.Layout;
        Node repeated = graph.AddNode(node.Operator, node.Name + "Again", node.Inputs, [again], node.Origin);
        graph.Nodes.Remove(repeated);
        graph.Nodes.Insert(graph.Nodes.FindIndex(readers.Contains), repeated);
        foreach (Node reader in readers) reader.Inputs = [.. reader.Inputs.Select(input => input == value ? again : input)];
        return repeated;
    }
}
