using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// The sum of an output's gradient over samples and pixels, which linear layers and convolutions share. A piece is summed up while it is in the
/// cache, by whoever computes it. Input: dy. Output: the sums of the piece.
/// </summary>
internal sealed record BiasGradient : Operator
{
    public override string Formula => "Σ dy of the piece";

    public override bool AcceptsFlattened(Node node, int input) => true;

    /// <summary>Adds the sums of each piece, and what merges them.</summary>
    /// <param name="gradient">The layer.</param>
    /// <param name="bias">Which of its inputs is the bias.</param>
    public static void Add(Differentiation gradient, int bias)
    {
        int lanes = Layout.RoundUp((int)gradient.Node.Inputs[bias].Shape.Count);
        string name = gradient.Node.Name + "Bias";
        Value parts = gradient.NewValue(name + "Parts", Shape.Of(lanes), Extent.PerPiece);
        Value sums = gradient.NewValue(name + "Sums", Shape.Of(2 * lanes), Extent.Shared);
        Value dbias = gradient.ParameterGradient(bias);
        gradient.AddNode(new BiasGradient(), parts.Name, [gradient.OutputGradient], [parts]);
        gradient.AddNode(new Merge(), dbias.Name, [parts], [sums, dbias]);
    }

    public override void Emit(StepEmitter step)
        => step.Code.Line($"Reductions.SumPixels({step.Inputs[0].Name}, {LoadInput.LayoutOf(step.Inputs[0].Layout!)}, count, {step.Outputs[0].Name});");

    /// <summary>Input: what the pieces left. Outputs: the sums as doubles, the gradient.</summary>
    internal sealed record Merge : Operator
    {
        public override string Kind => "BiasGradientMerge";

        public override string Formula => "dbias = Σ dy";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
        {
            (Value parts, Value sums) = (step.Inputs[0], step.Outputs[0]);
            step.Code.Line($"{sums.Name}.Clear();");
            step.Code.Line($"for (int p = 0; p < PieceCount; p++) Reductions.Accumulate({StepEmitter.InPiece(parts)}, {sums.Name});");
            step.Code.Line($"Reductions.Store({sums.Name}, first: 0, {step.Outputs[1].Name});");
        }
    }
}
