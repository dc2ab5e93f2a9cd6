using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Advice;

/// <summary>A softmax over one value, which is always 1.</summary>
internal static class SingleSoftmax
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        foreach (Node node in context.Graph.Nodes)
        {
            if (node.Operator is not SoftmaxOperator softmax || AdviceContext.SiteOf(node) is not { } site) continue;
            if (node.Output.Shape.Rank == 0 || node.Output.Shape[softmax.Axis(node.Output.Shape)] == 1)
                yield return new Problem(Descriptors.SingleSoftmax, site, new[] { node.Origin!.Text, node.Operator is LogSoftmax ? "0" : "1" });
        }
    }
}
