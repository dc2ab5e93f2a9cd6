using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>Adds up, in double and in the order of the pieces, what each of them left: the result does not depend on the number of workers.</summary>
/// <remarks>Input: one part for each piece. Outputs: memory for the sums, twice as many floats; the result.</remarks>
internal sealed record MergeParts : Operator
{
    public override string Formula => "y = Σ of the pieces";

    public override Domain Domain => Domain.Once;

    public override void Emit(StepEmitter step)
    {
        (Value parts, Value sums, Value result) = (step.Inputs[0], step.Outputs[0], step.Outputs[1]);
        long count = result.Shape.Count;
        step.Code.Line($"{sums.Name}.Clear();");
        step.Code.Line($"for (int p = 0; p < PieceCount; p++) Reductions.Accumulate({StepEmitter.InPiece(parts)}[..{count}], {sums.Name});");
        step.Code.Line($"Reductions.Store({sums.Name}, first: 0, {result.Name}[..{count}]);");
    }
}
