using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Advice;

/// <summary>Losses behind which nothing is learned: every layer on the way is frozen, or cut off by Detach.</summary>
internal static class IdleLosses
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        if (context.Graph.Loss is not { } objective) yield break;
        Node[] losses = [.. context.Graph.Nodes.Where(node => node.Operator is LossOperator && context.IsUsed(node))];
        if (losses.Length == 0 && LastWritten(objective) is { } last) losses = [last];
        foreach (Node loss in losses)
        {
            if (AdviceContext.SiteOf(loss) is not { } site || AdviceContext.LearnedBy(AdviceContext.TaughtBy(loss.Output)).Any()) continue;
            bool hasParameters = context.Graph.Parameters.Any(value => value.Role == ValueRole.Parameter);
            string reason = hasParameters ? "everything with parameters before it is frozen, or behind what passes no gradient" : "the model has no parameters";
            yield return new Problem(Descriptors.IdleLoss, site, new[] { loss.Origin!.Text, reason });
        }
    }

    /// <summary>What the objective is, but for the mean over the batch that the compiler adds.</summary>
    private static Node? LastWritten(Value objective) => objective.Producer is { Source: null } mean ? mean.Inputs[0].Producer : objective.Producer;
}
