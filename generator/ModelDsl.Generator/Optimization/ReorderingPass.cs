using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// <c>Flatten</c> leaves a picture as it lies, channels last, and lets the next linear layer mend the order in its packed weights.
/// Where an operator needs the declared order, this pass puts a <see cref="Reorder"/> in front of it.
/// </summary>
internal static class ReorderingPass
{
    public static void Run(Graph graph)
    {
        HashSet<Value> flattened = [];
        Dictionary<Value, Value> reordered = [];
        foreach (Node node in graph.Nodes.ToArray())
        {
            bool follows = false;
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                Value input = node.Inputs[i];
                if (!flattened.Contains(input)) continue;
                if (node.Operator.AcceptsFlattened(node, i))
                {
                    follows |= node.Operator.KeepsOrder && node.Output.Shape.Equals(input.Shape);
                    continue;
                }
                if (!reordered.TryGetValue(input, out Value? plain)) reordered[input] = plain = Insert(graph, node, input);
                node.Inputs = node.Inputs.SetItem(i, plain);
            }
            if (node.Operator is Flatten && node.Inputs[0].Shape.Rank == 3) flattened.Add(node.Output);
            else if (follows)
            {
                flattened.Add(node.Output);
                node.Output.Like = node.Inputs[0];
            }
        }
    }

    private static Value Insert(Graph graph, Node before, Value input)
    {
        Value plain = graph.AddValue(input.Name + "Ordered", input.Shape);
        Node reorder = graph.AddNode(new Reorder(), "reorder" + Emission.CodeWriter.Pascal(input.Name), [input], [plain], before.Origin);
        graph.Nodes.Remove(reorder);
        graph.Nodes.Insert(graph.Nodes.IndexOf(before), reorder);
        return plain;
    }
}
