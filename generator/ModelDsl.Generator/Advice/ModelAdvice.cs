using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Advice;

/// <summary>
/// What compiles and runs, but is hardly meant: warnings about sound models, given by the analyzer alone. A rule is a file that looks at the declared graph.
/// What a shape rule sees by itself (a softmax before the loss) is reported there.
/// </summary>
internal static class ModelAdvice
{
    private static readonly Func<AdviceContext, IEnumerable<Problem>>[] Rules =
    [
        UnusedInputs.Find,
        UnusedValues.Find,
        UntaughtLayers.Find,
        IdleLosses.Find,
        LastLayers.Find,
        RepeatedActivations.Find,
        LinearPairs.Find,
        SingleSoftmax.Find,
        IdleGradients.Find,
    ];

    /// <summary>All that is to be said about a model without errors.</summary>
    public static IEnumerable<Problem> Of(ModelSpec spec, Graph graph)
    {
        AdviceContext context = new(spec, graph);
        return Rules.SelectMany(rule => rule(context)).ToArray();
    }
}
