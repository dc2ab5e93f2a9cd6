using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Advice;

/// <summary>Layers that the outputs depend on, but that no gradient of the objective reaches: they keep their initial values.</summary>
internal static class UntaughtLayers
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        if (context.Graph.Loss is not { } loss) yield break;
        HashSet<Node> taught = AdviceContext.TaughtBy(loss);
        HashSet<Value> learned = [.. AdviceContext.LearnedBy(taught)];
        // Where nothing at all is learned, that is said once.
        if (learned.Count == 0) yield break;
        HashSet<Node> leading = AdviceContext.Behind(loss);
        HashSet<string> blocks = [];
        foreach (Node node in context.Graph.Nodes)
        {
            if (!context.IsUsed(node) || AdviceContext.SiteOf(node) is not { } site) continue;
            Value[] own = [.. AdviceContext.LearnedBy([node])];
            if (own.Length == 0 || own.Any(learned.Contains)) continue;
            // One word for a block is enough.
            if (!blocks.Add(node.Source!.Name?.Split('.')[0] ?? node.Name)) continue;
            string reason = leading.Contains(node) ? "the objective depends on it only through what passes no gradient" : "the objective does not depend on it";
            yield return new Problem(Descriptors.UntaughtLayer, site, new[] { node.Origin!.Text, reason });
        }
    }
}
