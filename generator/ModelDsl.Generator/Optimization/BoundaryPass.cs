using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>Puts a node where the caller's memory meets the network's own: inputs are copied in, outputs are copied out, each in its layout.</summary>
internal static class BoundaryPass
{
    public static void Run(Graph graph)
    {
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            Value given = graph.Inputs[i];
            Value inside = graph.AddValue(given.Name + "Inside", given.Shape);
            graph.ReplaceUses(given, inside);
            Node load = graph.AddNode(new LoadInput(), "load" + Emission.CodeWriter.Pascal(given.Name), [given], [inside]);
            graph.Nodes.Remove(load);
            graph.Nodes.Insert(i, load);
        }
        foreach (Value computed in graph.Outputs.ToArray())
        {
            Value outside = graph.AddValue(computed.Name + "Outside", computed.Shape);
            graph.AddNode(new StoreOutput(), "store" + Emission.CodeWriter.Pascal(computed.Name), [computed], [outside]);
            graph.Outputs[graph.Outputs.IndexOf(computed)] = outside;
        }
    }
}
