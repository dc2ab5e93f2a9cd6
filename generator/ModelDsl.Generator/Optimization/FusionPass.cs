using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Lets a linear layer, convolution or pooling apply the activation behind it while its values are still in registers. Its gradient is unchanged:
/// that of ReLU reads the activation's output, which is now the layer's. Lets the gradient of a mean over windows set to zero what ReLU's would, and that over whole pictures sum up what it writes for a bias. And lets a
/// bias sum up the gradient behind a maximum pooling, which has fewer values than that before it, and the same sum.
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
            producer.Outputs = producer.Outputs.SetItem(0, activation.Output);
            activation.Output.Producer = producer;
            graph.Nodes.Remove(activation);
            if (layer is BatchNorm) JoinGradients(graph, activation.Output);
        }
        foreach (Node gradient in graph.Nodes.ToArray())
        {
            if (gradient.Operator is not ActivationOperator.Gradient { Activation: ReLU }) continue;
            (Value result, Value pooled) = (gradient.Inputs[0], gradient.Inputs[1]);
            if (pooled.Producer is not { Operator: IJoinsReLUGradient pooling } producer || graph.Outputs.Contains(pooled) || graph.ConsumersOf(pooled).Count() != 1) continue;
            if (pooling.JoinReLU(producer) is not { } joined) continue;
            producer.Operator = joined;
            producer.Inputs = producer.Inputs.Add(result);
            producer.Outputs = [gradient.Output];
            gradient.Output.Producer = producer;
            graph.Nodes.Remove(gradient);
        }
        foreach (Node bias in graph.Nodes.ToArray())
        {
            if (bias.Operator is not BiasGradient) continue;
            if (bias.Inputs[0].Producer is { Operator: MaxPool2d.Gradient } pooling) bias.Inputs = [pooling.Inputs[0]];
            if (bias.Inputs[0].Producer is not { Operator: AdaptiveAvgPool2d.Gradient mean } producer || mean.JoinSums(producer) is not { } joined) continue;
            producer.Operator = joined;
            producer.Outputs = producer.Outputs.Add(bias.Output);
            bias.Output.Producer = producer;
            graph.Nodes.Remove(bias);
        }
    }

    /// <summary>The gradient of batch norm sees from its input where ReLU let nothing through.</summary>
    private static void JoinGradients(Graph graph, Value result)
    {
        foreach (Node gradient in graph.Nodes.ToArray())
        {
            if (gradient.Operator is not ActivationOperator.Gradient { Activation: ReLU } || gradient.Inputs[0] != result) continue;
            Node[] readers = [.. graph.ConsumersOf(gradient.Output)];
            if (!readers.All(reader => reader.Operator is BatchNorm.GradientSums or BatchNorm.InputGradient)) continue;
            foreach (Node reader in readers)
            {
                reader.Inputs = reader.Inputs.SetItem(0, gradient.Inputs[1]);
                reader.Operator = reader.Operator is BatchNorm.GradientSums sums ? sums with { ClampsAtZero = true } : ((BatchNorm.InputGradient)reader.Operator) with { ClampsAtZero = true };
            }
            graph.Nodes.Remove(gradient);
        }
    }
}
