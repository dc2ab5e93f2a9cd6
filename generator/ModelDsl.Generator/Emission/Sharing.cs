using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Emission;

/// <summary>Which steps the workers share when the batch is one piece: one picture is computed by all cores.</summary>
internal static class Sharing
{
    /// <summary>Multiply-adds of a step that are worth a run of the workers: some 5 µs of one core.</summary>
    private const long Work = 250_000;

    /// <summary>With more samples there are several pieces.</summary>
    private const int MostSamples = 32;

    /// <summary>Whether the step's method has shares.</summary>
    public static bool IsShared(Node node) => node.Domain == Domain.Samples && node.Operator.Shares(node) > 1 && From(node) <= MostSamples;

    /// <summary>The number of samples of a piece from which its step is shared.</summary>
    public static long From(Node node)
    {
        long work = Math.Max(1, node.Operator.MultiplyAdds(node));
        return (Work + work - 1) / work;
    }
}
