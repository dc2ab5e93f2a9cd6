namespace ModelDsl.Generator.Graphs;

/// <summary>Checks a graph after each pass: a broken pass is found where it is, not where it shows.</summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph is broken: the pass and the node are named.</exception>
    public static void Verify(Graph graph, string pass)
    {
        HashSet<Value> known = [.. graph.Inputs, .. graph.Targets, .. graph.Parameters];
        HashSet<string> names = [];
        foreach (Node node in graph.Nodes)
        {
            foreach (Value input in node.Inputs)
            {
                if (!known.Contains(input)) Fail(graph, pass, $"'{node}' reads '{input.Name}' before it is computed");
            }
            if (node.Outputs.IsEmpty) Fail(graph, pass, $"'{node.Name}' computes nothing");
            foreach (Value output in node.Outputs)
            {
                bool isState = output.Role == ValueRole.Buffer && graph.Parameters.Contains(output);
                if (!known.Add(output) && !isState) Fail(graph, pass, $"'{output.Name}' is computed twice, the second time by '{node.Name}'");
                if (output.Producer != node && !isState) Fail(graph, pass, $"'{output.Name}' does not know that '{node.Name}' computes it");
                if (output.Shape.Dimensions.Any(size => size <= 0)) Fail(graph, pass, $"'{output}' has no elements");
            }
            if (!names.Add(node.Name)) Fail(graph, pass, $"two nodes are called '{node.Name}'");
        }
        foreach (Value output in graph.Outputs)
        {
            if (!known.Contains(output)) Fail(graph, pass, $"the output '{output.Name}' is never computed");
        }
        if (graph.Loss is { } loss && !known.Contains(loss)) Fail(graph, pass, $"the loss '{loss.Name}' is never computed");
    }

    private static void Fail(Graph graph, string pass, string what)
        => throw new InvalidOperationException($"the graph of '{graph.Name}' is broken after {pass}: {what}\n{GraphPrinter.Print(graph)}");
}
