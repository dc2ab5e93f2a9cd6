using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Autodiff;

/// <summary>
/// Adds the backward pass to a training graph by reverse-mode differentiation: from the loss to the front, each operator adds the nodes
/// of its own gradient. What a gradient reads of the forward pass is an input of its nodes, and so stays alive: nothing is saved that
/// nobody reads.
/// </summary>
internal static class AutodiffPass
{
    public static void Run(Graph graph)
    {
        HashSet<Value> wanted = FindWanted(graph);
        Dictionary<Value, Value> gradients = [];
        ParameterGradients parameters = new(graph);
        Node[] forward = [.. graph.Nodes];
        for (int i = forward.Length - 1; i >= 0; i--)
        {
            Node node = forward[i];
            bool reached = node.Operator is LossOperator || gradients.ContainsKey(node.Output);
            if (!reached || !node.Inputs.Any(wanted.Contains)) continue;
            if (node.Operator is not LayerOperator layer)
                throw new InvalidOperationException($"'{node.Operator.Kind}' stands between the loss and the parameters and has no gradient");
            layer.Differentiate(new Differentiation(graph, node, gradients, parameters, wanted));
        }
        parameters.AddUp();
    }

    /// <summary>The values whose gradient somebody asks for: parameters that are learned, and whatever was computed from them.</summary>
    private static HashSet<Value> FindWanted(Graph graph)
    {
        HashSet<Value> wanted = [.. graph.Parameters.Where(ParameterGradients.IsLearned)];
        foreach (Node node in graph.Nodes)
        {
            if (node.Inputs.Any(wanted.Contains)) wanted.UnionWith(node.Outputs.Where(output => output.Type == ElementType.Float32));
        }
        return wanted;
    }
}
