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
        GradientTable gradients = new(graph);
        Node[] forward = [.. graph.Nodes];
        if (graph.Loss is { Producer.Operator: not LossOperator.LossSum } loss) StartAt(graph, loss, gradients);
        for (int i = forward.Length - 1; i >= 0; i--)
        {
            Node node = forward[i];
            // A loss layer computed its gradient with the loss; a gradient that arrives at an input is copied out below.
            if (node.Operator is LossOperator.LossSum or LoadInput || !IsReached(graph, node, gradients) || !node.Inputs.Any(gradients.IsWanted)) continue;
            if (node.Operator is not LayerOperator layer)
                throw new InvalidOperationException($"'{node.Operator.Kind}' stands between the loss and the parameters and has no gradient");
            if (layer.PassesGradient) layer.Differentiate(new Differentiation(graph, node, gradients));
        }
        gradients.Finish();
        foreach (Value input in graph.Inputs.Where(input => input.RequiresGrad)) Store(graph, input, gradients);
        graph.RemoveUnread(); // factors that kernels know
    }

    /// <summary>Copies the gradient of an input out to the caller; where no gradient arrives, it is zero.</summary>
    private static void Store(Graph graph, Value input, GradientTable gradients)
    {
        string name = GradientTable.NameOf(input);
        Value outside = graph.AddValue(name + "Outside", input.Shape);
        Value? found = graph.ConsumersOf(input).Where(reader => reader.Operator is LoadInput).Select(load => gradients.Find(load.Output)).FirstOrDefault();
        StoreOutput store = new() { IsOptional = true };
        graph.AddNode(store, "store" + Emission.CodeWriter.Pascal(name), found is null ? [] : [found], [outside]);
        graph.Outputs.Add(outside);
    }

    private static bool IsReached(Graph graph, Node node, GradientTable gradients)
        => node.Operator is LossOperator ? LossOperator.LossOf(graph, node) is { } loss && (loss == graph.Loss || gradients.Find(loss) is not null)
        : node.Outputs.Length > 0 && gradients.Find(node.Output) is not null;

    /// <summary>The gradient of what is made small with respect to itself.</summary>
    private static void StartAt(Graph graph, Value loss, GradientTable gradients)
    {
        Value one = graph.AddValue(GradientTable.NameOf(loss), loss.Shape, ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(new One(), "start" + Emission.CodeWriter.Pascal(loss.Name), [], [one]);
        gradients.Add(loss, one, null);
    }
}
