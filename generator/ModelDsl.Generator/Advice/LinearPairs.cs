using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Advice;

/// <summary>
/// Two linear layers or convolutions with nothing in between that bends: one layer could do what both do. Not where the pair is there for its form: a narrow waist,
/// convolutions in groups or along one direction each, the same weights again.
/// </summary>
internal static class LinearPairs
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        foreach (Node second in context.Graph.Nodes)
        {
            if (!IsLinear(second) || AdviceContext.SiteOf(second) is not { } site) continue;
            Value value = second.Inputs[0];
            while (value.Producer is { } between && IsStraight(between) && context.HasOneReader(value)) value = between.Inputs[0];
            if (value.Producer is not { } first || !IsLinear(first) || !context.HasOneReader(value) || IsMeant(first, second)) continue;
            yield return new Problem(Descriptors.LinearPair, site, new[] { second.Origin!.Text, first.Origin!.Text });
        }
    }

    private static bool IsLinear(Node node) => node.Operator is Linear or Conv2d;

    /// <summary>What a linear layer could take in: sums and factors of its input.</summary>
    private static bool IsStraight(Node node) => node.Operator is BatchNorm or Dropout or AvgPool2d or AdaptiveAvgPool2d or ReshapeFunction || node.Operator.IsView;

    private static bool IsMeant(Node first, Node second)
    {
        if (first.Inputs[1] == second.Inputs[1]) return true;
        long waist = first.Output.Shape.Count;
        if (waist < first.Inputs[0].Shape.Count && waist < second.Output.Shape.Count) return true;
        if (first.Operator is not Conv2d a || second.Operator is not Conv2d b) return false;
        return a.Groups > 1 || b.Groups > 1 || (a.KernelHeight == 1) != (a.KernelWidth == 1) || (b.KernelHeight == 1) != (b.KernelWidth == 1);
    }
}
