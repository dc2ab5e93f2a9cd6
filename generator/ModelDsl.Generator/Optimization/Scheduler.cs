using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Cuts a graph into phases, as few as its dependencies allow. Steps over samples that follow each other share a phase: a worker takes
/// one piece of the batch through all of them while its values are in the cache, and there is no barrier between layers. Nodes that look
/// at the whole batch wait for the phase that made their inputs.
/// </summary>
internal static class Scheduler
{
    /// <summary>Multiply-adds that are worth a worker's while: some 5 µs.</summary>
    private const long WorkOfPiece = 250_000;

    /// <summary>What the values of a piece may take, so that they stay in the second-level cache beside the weights.</summary>
    private const long BytesOfPiece = 512 * 1024;

    /// <summary>Pictures are computed one by one: few of them make a piece. Linear layers take their weights past all rows of a piece.</summary>
    private const int LargestPiece = 128;

    /// <summary>The samples that a piece has at least, where there are as many: fewer would walk through the weights too often.</summary>
    public const int SmallestPiece = 4;

    public static SchedulePlan Run(Graph graph)
    {
        HashSet<Value> prepared = [];
        List<Node> preparation = [];
        Dictionary<Node, int> levels = LevelsOf(graph, prepared, preparation);

        List<Phase> phases = [];
        foreach (IGrouping<int, Node> group in preparation.GroupBy(node => DepthOf(node, prepared)).OrderBy(group => group.Key))
            phases.Add(new Phase(IsPreparation: true, [], [.. group]));
        foreach (IGrouping<int, Node> group in graph.Nodes.Where(levels.ContainsKey).GroupBy(node => levels[node]).OrderBy(group => group.Key))
        {
            phases.Add(new Phase(
                IsPreparation: false,
                [.. group.Where(node => node.Domain == Domain.Samples)],
                [.. group.Where(node => node.Domain != Domain.Samples)]));
        }

        long work = graph.Nodes.Sum(node => node.Operator.MultiplyAdds(node));
        int largest = LargestPieceFor(graph);
        return new SchedulePlan([.. phases], Math.Min(largest, SmallestPieceFor(work)), largest, work);
    }

    /// <summary>The phase of each node, but for those that prepare parameters.</summary>
    public static Dictionary<Node, int> LevelsOf(Graph graph) => LevelsOf(graph, [], []);

    private static Dictionary<Node, int> LevelsOf(Graph graph, HashSet<Value> prepared, List<Node> preparation)
    {
        Dictionary<Node, int> levels = [];
        Dictionary<Value, int> written = []; // buffers: a batch norm that is used twice moves its statistics twice, in the order of its uses
        // What is counted of all targets comes before anything else, each in a phase of one task, which the calling thread runs by itself: so no piece waits for it between its steps.
        int earliest = graph.Nodes.Count(LooksAtCallers), counted = 0;
        foreach (Node node in graph.Nodes)
        {
            if (IsPreparation(node, prepared))
            {
                prepared.UnionWith(node.Outputs);
                preparation.Add(node);
                continue;
            }
            int level = LooksAtCallers(node) ? counted++ : earliest;
            foreach (Value input in node.Inputs)
            {
                if (input.Producer is not { } producer || !levels.TryGetValue(producer, out int before)) continue;
                bool together = node.Domain == Domain.Samples && producer.Domain == Domain.Samples;
                level = Math.Max(level, together ? before : before + 1);
            }
            foreach (Value buffer in node.Outputs.Where(output => output.Role == ValueRole.Buffer))
            {
                if (written.TryGetValue(buffer, out int before)) level = Math.Max(level, before + 1);
                written[buffer] = level;
            }
            levels[node] = level;
        }
        DelaySamples(graph, levels);
        return levels;
    }

    /// <summary>Whether a node takes little from all samples of the caller's.</summary>
    private static bool LooksAtCallers(Node node)
        => node.Domain == Domain.Once && !node.Inputs.IsEmpty && node.Inputs.All(input => input.Role is ValueRole.Target or ValueRole.Input);

    /// <summary>Whether a node depends on parameters alone. Gradients are computed in every step: the caller may have changed them in between.</summary>
    private static bool IsPreparation(Node node, HashSet<Value> prepared)
        => node.Domain != Domain.Samples
        && node.Outputs.All(output => output.Role != ValueRole.ParameterGradient)
        && node.Inputs.All(input => input.Role is ValueRole.Parameter or ValueRole.Buffer || prepared.Contains(input));

    /// <summary>
    /// Moves each step over samples to the phase of its first reader, so that a piece goes on where it stopped while it is in the cache:
    /// what does not wait for the whole batch is not cut by a barrier that others need.
    /// </summary>
    private static void DelaySamples(Graph graph, Dictionary<Node, int> levels)
    {
        Dictionary<Value, int> latest = []; // by the readers seen so far: from the end, they all come first
        foreach (Node node in Enumerable.Reverse(graph.Nodes))
        {
            if (!levels.TryGetValue(node, out int level)) continue;
            bool isSamples = node.Domain == Domain.Samples;
            if (isSamples)
            {
                int first = int.MaxValue;
                foreach (Value output in node.Outputs)
                {
                    if (latest.TryGetValue(output, out int bound)) first = Math.Min(first, bound);
                }
                if (first != int.MaxValue) levels[node] = level = first;
            }
            foreach (Value input in node.Inputs)
            {
                int bound = isSamples ? level : level - 1;
                latest[input] = latest.TryGetValue(input, out int other) ? Math.Min(other, bound) : bound;
            }
        }
    }

    private static int SmallestPieceFor(long work)
    {
        int size = SmallestPiece;
        while (size < LargestPiece && size * work < WorkOfPiece) size *= 2;
        return size;
    }

    private static int LargestPieceFor(Graph graph)
    {
        long bytes = graph.Nodes.SelectMany(node => node.Outputs).Where(value => value.Extent == Extent.PerSample).Sum(value => (long)sizeof(float) * value.Layout!.SampleStride);
        int size = LargestPiece;
        int smallest = Math.Max(SmallestPiece, graph.Nodes.Select(node => node.Operator.WantedSamples(node)).DefaultIfEmpty().Max());
        while (size > smallest && size * bytes > BytesOfPiece) size /= 2;
        return size;
    }

    private static int DepthOf(Node node, HashSet<Value> prepared)
        => node.Inputs.Where(prepared.Contains).Select(input => DepthOf(input.Producer!, prepared) + 1).DefaultIfEmpty(0).Max();
}
