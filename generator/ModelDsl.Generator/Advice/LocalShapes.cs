using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Advice;

/// <summary>The shapes of the locals of bodies, shown where they get their values.</summary>
internal static class LocalShapes
{
    public static IEnumerable<Problem> Of(ModelSpec spec, Graph graph)
    {
        if (spec.Body is not { } body) yield break;
        Dictionary<OperationSpec, Value> values = [];
        foreach (Node node in graph.Nodes)
        {
            if (node.Source is { } source) values[source] = node.Output;
        }
        foreach (IGrouping<int, LocalSpec> place in body.Locals.Items.Where(local => local.Value.Kind == OperandKind.Operation).GroupBy(local => local.Place))
        {
            // In a loop one place has several values: each of their shapes once.
            string[] shapes = [.. place.Select(local => values.TryGetValue(spec.Operations[local.Value.Index], out Value? value) ? value.Shape.ToString() : "").Where(shape => shape.Length > 0).Distinct()];
            if (shapes.Length == 0) continue;
            string text = string.Join(", then ", shapes);
            yield return new Problem(Descriptors.LocalShape, new Site(SiteKind.Layer, place.Key), new[] { place.First().Name, text }, text);
        }
    }
}
