using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// What broadcasting is from behind: the gradient of the larger shape, summed over the dimensions that repeated. Where the output is one for
/// each piece of the batch, also over the samples: what they all share had a part in each of them.
/// </summary>
/// <remarks>Input: of the larger shape. Output: of the smaller one; per sample, per piece, or shared.</remarks>
internal sealed record BroadcastSum : Operator
{
    public override string Formula => "y = Σ x over what repeats";

    public override int ScratchFloats(Node node) => NestOf(node.Inputs[0], node.Output).ScratchFloats;

    public override void Emit(StepEmitter step) => NestOf(step.Inputs[0], step.Outputs[0]).Emit(step);

    private static FoldNest NestOf(Value from, Value to)
    {
        Operand target = Operand.Of(to, from.Shape);
        int missing = from.Shape.Rank - to.Shape.Rank;
        return new FoldNest(Fold.Sum, from.Shape, Operand.Of(from), target, i => i < missing || to.Shape[i - missing] != from.Shape[i]);
    }
}
