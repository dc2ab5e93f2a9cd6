using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Puts a node where the caller's memory meets the network's own: inputs are copied in, outputs are copied out, each in its layout. So are targets
/// that something else than a loss reads. A loss compares with the caller's own memory, that of a target or of an input; whole numbers are read there too.
/// </summary>
internal static class BoundaryPass
{
    public static void Run(Graph graph)
    {
        int loads = 0;
        foreach (Value given in graph.Inputs.Concat(graph.Targets).Where(given => given.Type == ElementType.Float32))
        {
            if (Load(graph, given) is not { } load) continue;
            graph.Nodes.Remove(load);
            graph.Nodes.Insert(loads++, load);
        }
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            Value computed = graph.Outputs[i];
            Value outside = graph.AddValue(computed.Name + "Outside", computed.Shape);
            graph.AddNode(new StoreOutput(), "store" + CodeWriter.Pascal(computed.Name), [computed], [outside]);
            graph.Outputs[i] = outside;
        }
    }

    /// <summary>Copies a value in for those who read it in the network's layout, if there are any.</summary>
    private static Node? Load(Graph graph, Value given)
    {
        Value? inside = null;
        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (node.Inputs[i] == given && !node.Operator.ReadsCallers(i)) node.Inputs = node.Inputs.SetItem(i, inside ??= NewInside());
            }
        }
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            if (graph.Outputs[i] == given) graph.Outputs[i] = inside ??= NewInside();
        }
        return inside is null ? null : graph.AddNode(new LoadInput(), "load" + CodeWriter.Pascal(given.Name), [given], [inside]);

        Value NewInside() => graph.AddValue(given.Name + "Inside", given.Shape);
    }
}
