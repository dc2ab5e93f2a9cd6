using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Advice;

/// <summary>Two activations with no layer in between: one of them is a slip.</summary>
internal static class RepeatedActivations
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        foreach (Node second in context.Graph.Nodes)
        {
            if (!IsActivation(second) || AdviceContext.SiteOf(second) is not { } site) continue;
            if (ValuePath.MakerOf(second.Inputs[0]) is not { } first || !IsActivation(first) || !context.HasOneReader(first.Output)) continue;
            // Scores that Tanh bounds before a softmax are meant so.
            if (second.Operator is SoftmaxOperator && first.Operator is Tanh) continue;
            yield return new Problem(Descriptors.RepeatedActivation, site, new[] { second.Origin!.Text, first.Origin!.Text });
        }
    }

    private static bool IsActivation(Node node) => node.Operator is ActivationOperator or SoftmaxOperator;
}
