using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Autodiff;

/// <summary>
/// Numbers of the backward pass that the build knows: of an objective that is a weighted sum of losses, the gradient with respect to each loss is its weight. Kernels take it as a
/// constant then.
/// </summary>
internal static class KnownScalars
{
    /// <summary>The number that a value is in every step, or null where that follows from data.</summary>
    public static float? Of(Value value) => value.Producer is not { } node || value.Shape.Rank > 0 ? null : node.Operator switch
    {
        One => 1,
        Multiply { Left: { } left } => left * Of(node.Inputs[0]),
        Multiply { Right: { } right } => Of(node.Inputs[0]) * right,
        Divide { Right: { } divisor } => Of(node.Inputs[0]) / divisor,
        Neg => -Of(node.Inputs[0]),
        Add { Left: null, Right: null } => Of(node.Inputs[0]) + Of(node.Inputs[1]),
        _ => null,
    };
}
