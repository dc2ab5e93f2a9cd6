using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Moves ReLU behind the maximum pooling that follows it: max(max(a, 0), max(b, 0)) = max(max(a, b), 0). Then it meets a quarter of the values and
/// joins the pooling, its gradient too, and the layer before leaves no second picture. Results and gradients are the same: where the
/// order decides which element of a window wins, all are negative, and ReLU lets no gradient through.
/// </summary>
internal static class ActivationOrderPass
{
    public static void Run(Graph graph)
    {
        foreach (Node activation in graph.Nodes.ToArray())
        {
            if (activation.Operator is not ReLU || graph.Outputs.Contains(activation.Output)) continue;
            if (graph.ConsumersOf(activation.Output).ToArray() is not [{ Operator: MaxPool2d } pooling]) continue;
            Value result = pooling.Output, maximum = graph.AddValue(result.Name + "Maximum", result.Shape);
            pooling.Inputs = [activation.Inputs[0]];
            pooling.Outputs = pooling.Outputs.SetItem(0, maximum);
            maximum.Producer = pooling;
            activation.Inputs = [maximum];
            activation.Outputs = [result];
            result.Producer = activation;
            graph.Nodes.Remove(activation);
            graph.Nodes.Insert(graph.Nodes.IndexOf(pooling) + 1, activation);
        }
    }
}
