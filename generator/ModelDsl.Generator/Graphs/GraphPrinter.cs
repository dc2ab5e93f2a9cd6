using System.Text;

namespace ModelDsl.Generator.Graphs;

/// <summary>Writes a graph as text, one node a line: <c>conv1 [32, 28, 28] = Conv2d(image, conv1.weight, conv1.bias)</c>.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        StringBuilder text = new();
        text.Append(graph.Name).Append('(').Append(string.Join(", ", graph.Inputs)).Append(")\n");
        foreach (Node node in graph.Nodes) text.Append("  ").Append(Print(node)).Append('\n');
        if (graph.Outputs.Count > 0) text.Append("  return ").Append(string.Join(", ", graph.Outputs.Select(output => output.Name))).Append('\n');
        if (graph.Loss is { } loss) text.Append("  loss ").Append(loss.Name).Append('\n');
        return text.ToString();
    }

    public static string Print(Node node)
        => $"{string.Join(", ", node.Outputs)} = {node.Operator.Kind}({string.Join(", ", node.Inputs.Select(input => input.Role is ValueRole.Parameter or ValueRole.Buffer ? input.Parameter!.Name : input.Name))})";
}
