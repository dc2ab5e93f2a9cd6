using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Advice;

/// <summary>What must not be the last thing before a loss: a batch norm, which ties predictions to their batch, and ReLU, which cuts scores off.</summary>
internal static class LastLayers
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        foreach (Node loss in context.Graph.Nodes)
        {
            if (loss.Operator is not LossOperator || ValuePath.MakerOf(loss.Inputs[0]) is not { } last || AdviceContext.SiteOf(last) is not { } site) continue;
            if (last.Operator is BatchNorm)
                yield return new Problem(Descriptors.NormBeforeLoss, site, new[] { last.Origin!.Text });
            else if (last.Operator is ReLU && loss.Operator is CrossEntropyLoss or BCEWithLogitsLoss)
                yield return new Problem(Descriptors.ReLUBeforeLoss, site, new[] { last.Origin!.Text, loss.Operator.Kind });
        }
    }
}
