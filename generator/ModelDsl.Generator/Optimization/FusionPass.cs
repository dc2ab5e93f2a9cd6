using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Lets a linear layer or convolution apply the activation behind it while the sums are still in registers. Its gradient is unchanged:
/// that of ReLU reads the activation's output, which is now the layer's.
/// </summary>
internal static class FusionPass
{
    public static void Run(Graph graph)
    {
        foreach (Node activation in graph.Nodes.ToArray())
        {
            if (activation.Operator is not ReLU) continue;
            Value sums = activation.Inputs[0];
            if (sums.Producer is not { Operator: IFusesActivation layer } producer || graph.Outputs.Contains(sums)) continue;
            if (graph.ConsumersOf(sums).Count() != 1) continue;
            producer.Operator = layer.FuseReLU();
            producer.Outputs = [activation.Output];
            activation.Output.Producer = producer;
            graph.Nodes.Remove(activation);
        }
    }
}
