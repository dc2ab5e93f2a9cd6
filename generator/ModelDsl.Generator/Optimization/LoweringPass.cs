using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>Lets each operator add what it needs around it now that layouts are known.</summary>
internal static class LoweringPass
{
    public static void Run(Graph graph, bool isTraining)
    {
        List<Node> result = [];
        Dictionary<(Value Source, Operator Packing), Value> packed = [];
        foreach (Node node in graph.Nodes.ToArray()) node.Operator.Lower(new Lowering(graph, node, isTraining, result, packed));
        graph.Nodes.Clear();
        graph.Nodes.AddRange(result);
    }
}
