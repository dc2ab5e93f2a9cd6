using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>Makes the graph of prediction or of training out of the declared one: each operator rewrites itself where the two differ.</summary>
internal static class SpecializationPass
{
    public static void Run(Graph graph, bool isTraining, bool keepsLoss)
    {
        List<Node> result = [];
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (node.Operator is LayerOperator layer) layer.Specialize(new Specialization(graph, node, isTraining, keepsLoss, result));
            else result.Add(node);
        }
        graph.Nodes.Clear();
        graph.Nodes.AddRange(result);
        if (keepsLoss)
        {
            graph.Outputs.Clear();
        }
        else
        {
            graph.Loss = null;
            graph.Targets.Clear();
        }
        // The objective where the graph predicts, predictions that no objective looks at where it trains.
        graph.RemoveUnread();
    }
}
