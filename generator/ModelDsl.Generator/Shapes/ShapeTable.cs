using System.Security;
using System.Text;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Shapes;

/// <summary>The inferred shapes of a model as people read them: in hover text, in its summary, in the editor's list of messages.</summary>
internal static class ShapeTable
{
    /// <summary>The whole chain on one line: <c>[784] → Linear [256] → ReLU → Linear [10]</c>. Shapes stand where they change. Of a graph, what goes in, blocks, and what comes out.</summary>
    public static string Line(Graph graph)
    {
        if (graph.Inputs.Any(input => input.Title is not null)) return GraphLine(graph);
        StringBuilder text = new(string.Join(", ", graph.Inputs.Select(input => input.Shape.ToString())));
        foreach (Node node in Layers(graph))
        {
            text.Append(" → ").Append(node.Operator.Kind);
            if (node.Output.Shape != node.Inputs[0].Shape) text.Append(' ').Append(node.Output.Shape);
        }
        return text.ToString();
    }

    /// <summary><c>image [3, 32, 32] → Stem [32, 32, 32], Refine [32, 32, 32], Head [10] → [10]</c></summary>
    private static string GraphLine(Graph graph)
    {
        string inputs = string.Join(", ", graph.Inputs.Select(input => $"{input.Title} {input.Shape}"));
        string[] blocks = [.. graph.Nodes.Where(node => node.Source?.Result is not null && node.Output != graph.Loss).Select(node => $"{node.Source!.Result} {node.Output.Shape}").Distinct()];
        string outputs = string.Join(", ", graph.Outputs.Select(output => output.Shape.ToString()));
        return string.Join(" → ", new[] { inputs, string.Join(", ", blocks), outputs }.Where(part => part.Length > 0));
    }

    /// <summary>The informational diagnostic on the class.</summary>
    public static Problem Describe(Graph graph)
        => new(Descriptors.InferredShapes, Site.Type, new[] { graph.Name, Line(graph), ShapeContext.Number(ParameterCount(graph)) });

    /// <summary>The values of all parameters, frozen ones too, without buffers.</summary>
    public static long ParameterCount(Graph graph) => Count(graph.Parameters);

    /// <summary>
    /// The table that <c>Summary</c> returns: layers, output shapes, parameters, operations of one forward pass of one sample, and bytes of
    /// the parameters.
    /// </summary>
    public static string Text(Graph graph)
    {
        List<string[]> rows = [["layer", "output", "parameters", "FLOPs", "bytes"]];
        foreach (Value input in graph.Inputs) rows.Add([input.Title ?? input.Name, input.Shape.ToString(), "", "", ""]);
        long flops = 0;
        HashSet<Value> counted = [];
        foreach (Node node in Layers(graph))
        {
            long parameters = NewParameters(node, counted), operations = 2 * node.Operator.MultiplyAdds(node);
            flops += operations;
            rows.Add([Title(node), node.Output.Shape.ToString(), NumberOrNothing(parameters), NumberOrNothing(operations), NumberOrNothing(4 * parameters)]);
        }
        long all = ParameterCount(graph);
        rows.Add(["total", "", ShapeContext.Number(all), ShapeContext.Number(flops), ShapeContext.Number(4 * all)]);
        return Align(graph.Name, rows, Loss(graph) + Frozen(graph));
    }

    /// <summary>
    /// The documentation of the emitted half of the class, each line with <c>///</c>: the table as remarks. C# joins the documentation of
    /// both halves, so the user's summary is kept by not writing a second one; a class without gets one.
    /// </summary>
    public static string XmlDoc(Graph graph, ModelSpec spec)
    {
        StringBuilder text = new();
        void Line(string line) => text.Append("/// ").Append(line).Append('\n');
        if (spec.Type.Summary is null)
            Line($"<summary>A network: {SecurityElement.Escape(ShapeTable.Line(graph))}.</summary>");
        Line("<remarks>");
        Line("<para>Inferred shapes of one sample:</para>");
        Line("<list type=\"table\">");
        Line("<listheader><term>layer</term><description>output, parameters</description></listheader>");
        HashSet<Value> counted = [];
        foreach (Value input in graph.Inputs) Line(Item(input.Title ?? input.Name, input.Shape.ToString()));
        foreach (Node node in Layers(graph))
        {
            long parameters = NewParameters(node, counted);
            Line(Item(Title(node), parameters == 0 ? node.Output.Shape.ToString() : $"{node.Output.Shape}, {ShapeContext.Number(parameters)}"));
        }
        Line("</list>");
        Line($"<para>{ShapeContext.Number(ParameterCount(graph))} parameters.{SecurityElement.Escape(Loss(graph) + Frozen(graph))}</para>");
        Line("</remarks>");
        return text.ToString();
    }

    /// <summary>What was written as a layer, without the objective: the losses and what is computed of them.</summary>
    private static IEnumerable<Node> Layers(Graph graph)
    {
        HashSet<Value> objective = [];
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator is LossOperator || node.Output == graph.Loss || node.Inputs.Any(objective.Contains)) objective.UnionWith(node.Outputs);
            else if (node.Origin is not null) yield return node;
        }
    }

    /// <summary>A layer that is used once more has its parameters already.</summary>
    private static long NewParameters(Node node, HashSet<Value> counted) => Count(node.Inputs.Where(counted.Add));

    private static long Count(IEnumerable<Value> values) => values.Where(value => value.Role == ValueRole.Parameter).Sum(value => value.Shape.Count);

    /// <summary>A sentence about what is not learned.</summary>
    private static string Frozen(Graph graph)
    {
        long frozen = Count(graph.Parameters.Where(value => value.Parameter!.IsFrozen));
        return frozen == 0 ? "" : $" {ShapeContext.Number(frozen)} parameters are frozen.";
    }

    private static string Title(Node node)
    {
        string name = node.Source is { Owner: null, Name: { } local } ? local : node.Source?.Owner ?? node.Inputs.Select(value => value.Parameter?.Layer).FirstOrDefault(layer => layer is not null) ?? "";
        return name.Length == 0 ? node.Origin!.Text : $"{name}: {node.Origin!.Text}";
    }

    private static string Loss(Graph graph)
    {
        if (graph.Loss is null) return " No loss: it only predicts.";
        Node[] losses = [.. graph.Nodes.Where(node => node is { Operator: LossOperator, Origin: not null })];
        return losses switch
        {
            [] => " Trained by an objective of its own.",
            [{ Output: var loss } only] when loss == graph.Loss => $" Trained by {only.Origin!.Text}{(only.Inputs[1].Role == ValueRole.Target ? $"; a target is {Target(only.Inputs[1])}" : $" against {only.Inputs[1].Name}")}.",
            _ => $" Trained by an objective of {string.Join(", ", losses.Select(node => $"{node.Origin!.Text} ({node.Inputs[1].Name}: {Target(node.Inputs[1])})"))}.",
        };
    }

    private static string Target(Value target) => (target.Type, target.Shape.Rank) switch
    {
        (ElementType.Int32, 0) => "a class index",
        (ElementType.Int32, _) => $"class indices {target.Shape}",
        _ => target.Shape.ToString(),
    };

    private static string Item(string term, string description)
        => $"<item><term>{SecurityElement.Escape(term)}</term><description>{SecurityElement.Escape(description)}</description></item>";

    private static string NumberOrNothing(long value) => value == 0 ? "" : ShapeContext.Number(value);

    private static string Align(string name, List<string[]> rows, string end)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('─', widths.Sum() + 2 * (widths.Length - 1));
        StringBuilder text = new();
        text.Append(name).Append('\n');
        for (int i = 0; i < rows.Count; i++)
        {
            if (i == 1 || i == rows.Count - 1) text.Append(rule).Append('\n');
            // Words to the left, numbers to the right.
            text.Append(string.Join("  ", rows[i].Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).Append('\n');
        }
        return text.Append(end.TrimStart()).ToString();
    }
}
