using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Advice;

/// <summary>Inputs and targets that nothing reads: callers must give them for nothing.</summary>
internal static class UnusedInputs
{
    public static IEnumerable<Problem> Find(AdviceContext context)
    {
        for (int i = 0; i < context.Graph.Inputs.Count; i++)
        {
            Value input = context.Graph.Inputs[i];
            if (context.ReadersOf(input).Count > 0 || context.Graph.Outputs.Contains(input)) continue;
            yield return Of(context.Spec.Inputs[i].Name, "the network", new Site(SiteKind.Input, i, "Name"));
        }
        for (int i = 0; i < context.Spec.Targets.Count; i++)
        {
            if (context.Spec.Targets[i] is not { Place: { } place } target || IsRead(context.Spec, OperandSpec.Target(i))) continue;
            yield return Of(target.Name, "the objective", new Site(SiteKind.Layer, place, "Name"));
        }
    }

    private static bool IsRead(ModelSpec spec, OperandSpec target) => spec.Operations.Any(operation => operation.Inputs.Contains(target));

    private static Problem Of(string name, string reader, Site site) => new(Descriptors.UnusedInput, site, new[] { name, reader });
}
