using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Chooses how each per-sample value lies in memory: see <see cref="Layout"/>. Where the caller's samples already lie so, they are read in place.
/// </summary>
internal static class LayoutSelection
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            foreach (Value output in node.Outputs)
            {
                if (output.Extent != Extent.PerSample) continue;
                int border = BorderFor(graph, output);
                Layout layout = output.Like?.Layout is { } like ? like
                    : node is { Operator: Flatten } && node.Inputs[0].Shape.Rank == 3 ? node.Inputs[0].Layout!
                    : Layout.Of(output.Shape);
                if (node.Operator is LoadInput && output.Shape.Rank == 3 && layout.Pixels > 1 && output.Shape[0] < Layout.Lanes && MayStayNarrow(graph, output))
                    layout = layout with { PixelStride = output.Shape[0] };
                output.Layout = layout with { Border = border };
            }
        }
        foreach (Node load in graph.Nodes.Where(node => node.Operator is LoadInput).ToArray())
        {
            Value given = load.Inputs[0], inside = load.Output;
            Layout dense = inside.Layout! with { PixelStride = (int)given.Shape.Count };
            if (given.Shape.Rank != 1 || dense.SampleStride != given.Shape.Count) continue;
            if (!graph.ConsumersOf(inside).All(reader => ReadsInPlace(reader, dense))) continue;
            given.Layout = dense;
            graph.ReplaceUses(inside, given);
            graph.Nodes.Remove(load);
        }
    }

    /// <summary>A linear layer takes values one by one; its gradient whole vectors, unless the inputs are few.</summary>
    private static bool ReadsInPlace(Node reader, Layout input)
        => reader.Operator is Linear || (reader.Operator is Linear.WeightGradient && (input.PixelStride % Layout.Lanes == 0 || Linear.WeightGradient.ReadsValues(reader)));

    private static int BorderFor(Graph graph, Value value)
    {
        int border = 0;
        foreach (Node reader in graph.ConsumersOf(value))
        {
            for (int i = 0; i < reader.Inputs.Length; i++)
            {
                if (reader.Inputs[i] == value) border = Math.Max(border, reader.Operator.RequiredBorder(reader, i));
            }
        }
        return border;
    }

    /// <summary>
    /// A narrow picture is kept narrow for linear layers and for convolutions that mix channels directly: three channels in three floats, so that a kernel's row is one
    /// run. Not where it has a gradient, which lies as it does: tiles write whole vectors.
    /// </summary>
    private static bool MayStayNarrow(Graph graph, Value value)
    {
        return !graph.Nodes.Any(node => node.Outputs.Any(output => output.Like == value)) && graph.ConsumersOf(value).All(reader => reader.Operator switch
        {
            Flatten => true,
            Conv2d convolution => IsDirect(convolution, reader.Output),
            Conv2d.WeightGradient gradient => IsDirect(gradient.Convolution, reader.Inputs[1]),
            _ => false,
        });

        // Depthwise convolutions and Winograd's algorithm take whole vectors of channels.
        bool IsDirect(Conv2d convolution, Value result) => !convolution.IsDepthwise(value) && !convolution.IsWinograd(value, result);
    }
}
