using System.Security;
using System.Text;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Shapes;

/// <summary>What a block is given and what it computes, as its hover text shows it.</summary>
internal static class BlockShapes
{
    /// <summary>
    /// The documentation of the emitted half of a block, each line with <c>///</c>: C# shows that of the half with the body alone, so the user's own is repeated, and
    /// the shapes stand in its remarks.
    /// </summary>
    public static string XmlDoc(Graph graph, BlockSpec block)
    {
        string documentation = block.Documentation ?? $"<summary>{SecurityElement.Escape(Layers(block))}.</summary>";
        string shapes = SecurityElement.Escape(Line(graph, block));
        int remarks = documentation.LastIndexOf("</remarks>", StringComparison.Ordinal);
        documentation = remarks >= 0 ? documentation.Insert(remarks, $"<para>{shapes}</para>") : $"{documentation}\n<remarks>{shapes}</remarks>";
        StringBuilder text = new();
        foreach (string line in documentation.Split('\n')) text.Append("/// ").Append(line.Trim()).Append('\n');
        return text.ToString().TrimEnd();
    }

    /// <summary><c>[3, 32, 32] → [32, 32, 32], 896 parameters</c>; a block that is called with several shapes has them all.</summary>
    public static string Line(Graph graph, BlockSpec block)
    {
        if (!block.IsUsed) return "Never called.";
        List<string> calls = [];
        Value? given = null;
        int call = -1;
        foreach (Node node in graph.Nodes)
        {
            if (node.Source?.Call is not { } place) continue;
            if (given is null || place != call) (given, call) = (node.Inputs[0], place);
            if (node.Source.Result is null) continue;
            if (node.Source.Result == block.Name) calls.Add($"{given.Shape} → {node.Output.Shape}");
            given = null;
        }
        long parameters = graph.Parameters.Where(value => value.Role == ValueRole.Parameter && IsOf(value.Parameter!, block)).Sum(value => value.Shape.Count);
        string shapes = calls.Count == 0 ? Layers(block) : string.Join("; ", calls.Distinct());
        return parameters == 0 ? $"{shapes}." : $"{shapes}, {ShapeContext.Number(parameters)} parameters.";
    }

    private static bool IsOf(ParameterSpec parameter, BlockSpec block)
        => parameter.Member == block.Name || parameter.Member.StartsWith(block.Name + ".", StringComparison.Ordinal);

    /// <summary><c>Conv2d(8, 3) → ReLU</c></summary>
    private static string Layers(BlockSpec block)
    {
        string layers = block.Used is { } used ? used.Substring(used.LastIndexOf('.') + 1) : string.Join(" → ", block.Layers.Items.Select(layer => layer.Layer.Text));
        return block.IsRepeated ? $"{block.Repeat} times: {layers}" : layers;
    }
}
