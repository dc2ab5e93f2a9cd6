using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Advice;

/// <summary>RequiresGrad where there is no gradient: without an objective, or on a target.</summary>
internal static class IdleGradients
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        for (int i = 0; context.Spec.Loss is null && i < context.Spec.Inputs.Count; i++)
        {
            if (context.Spec.Inputs[i].RequiresGrad)
                yield return Of(context.Spec.Inputs[i].Name, $"'{context.Spec.Type.Name}' has nothing to make small", context.Spec.Body is null ? "Write a loss behind the layers, or remove it." : "Write an [Objective], or remove it.", new Site(SiteKind.Input, i, "RequiresGrad"));
        }
        foreach (TargetSpec target in context.Spec.Targets)
        {
            if (target is { RequiresGrad: true, Place: { } place }) yield return Of(target.Name, "it is a target", "Remove it, or take it as an input of the network.", new Site(SiteKind.Layer, place, "RequiresGrad"));
        }
    }

    private static Problem Of(string name, string reason, string advice, Site site) => new(Descriptors.IdleGradient, site, new[] { name, reason, advice });
}
