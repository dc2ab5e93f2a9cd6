using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// <c>Flatten</c> leaves a picture as it lies, channels last, and lets the next linear layer mend the order in its packed weights.
/// Where an operator needs the declared order, this pass puts a <see cref="Reorder"/> in front of it; so too where it takes several values
/// that do not all lie in the same order.
/// </summary>
internal static class ReorderingPass
{
    public static void Run(Graph graph)
    {
        Dictionary<Value, Order> flattened = [];
        Dictionary<Value, Value> reordered = [];
        foreach (Node node in graph.Nodes.ToArray())
        {
            Value? followed = null;
            bool agree = Agree(node, flattened);
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                Value input = node.Inputs[i];
                if (!flattened.ContainsKey(input)) continue;
                if (agree && node.Operator.AcceptsFlattened(node, i))
                {
                    if (node.Operator.KeepsOrder && node.Output.Shape.Equals(input.Shape)) followed ??= input;
                    continue;
                }
                if (!reordered.TryGetValue(input, out Value? plain)) reordered[input] = plain = Insert(graph, node, input);
                node.Inputs = node.Inputs.SetItem(i, plain);
            }
            if (node.Operator is Flatten && node.Inputs[0].Shape.Rank == 3)
            {
                Value picture = node.Inputs[0];
                flattened[node.Output] = new Order(picture.Shape, picture.Producer is { Operator: LoadInput } ? picture : null);
            }
            else if (followed is not null)
            {
                flattened[node.Output] = flattened[followed];
                node.Output.Like = followed;
            }
        }
    }

    /// <summary>Whether all values of a sample that a node reads lie in the same order.</summary>
    private static bool Agree(Node node, Dictionary<Value, Order> flattened)
    {
        Value[] values = [.. node.Inputs.Where(input => input.Extent == Extent.PerSample)];
        return values.Length < 2 || values.All(value => flattened.TryGetValue(value, out Order? order) && order == flattened[values[0]]);
    }

    private static Value Insert(Graph graph, Node before, Value input)
    {
        Value plain = graph.AddValue(input.Name + "Ordered", input.Shape);
        Node reorder = graph.AddNode(new Reorder(), "reorder" + Emission.CodeWriter.Pascal(input.Name), [input], [plain], before.Origin);
        graph.Nodes.Remove(reorder);
        graph.Nodes.Insert(graph.Nodes.IndexOf(before), reorder);
        return plain;
    }

    /// <summary>The order in which a flattened picture lies.</summary>
    /// <param name="Picture">The picture's shape.</param>
    /// <param name="Given">The picture itself where it is the caller's: that may lie in narrow pixels, as no other does.</param>
    private sealed record Order(Shape Picture, Value? Given);
}
