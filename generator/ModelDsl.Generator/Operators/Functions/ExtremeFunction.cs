using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>What <see cref="Max"/> and <see cref="Min"/> share. The gradient goes to the first of equal values, in the declared order.</summary>
internal abstract record ExtremeFunction(Fold Fold, EquatableArray<int> Dims, bool KeepDim) : ReductionFunction(Dims, KeepDim)
{
    public override int ScratchFloats(Node node) => NestOf(Fold, node).ScratchFloats;

    public override void Differentiate(Differentiation gradient)
    {
        Node node = gradient.Node;
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, node.Inputs[0], node.Output, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => NestOf(Fold, step.Node).Emit(step);

    /// <summary>Inputs: x, y, dy. Output: dx.</summary>
    internal sealed record Gradient(ExtremeFunction Extreme) : Operator
    {
        public override string Kind => Extreme.Kind + "Gradient";

        public override string Formula => "dx = dy at the first x that is y, else 0";

        public override void Emit(StepEmitter step)
        {
            (Value x, Value y, Value dy, Value dx) = (step.Inputs[0], step.Inputs[1], step.Inputs[2], step.Outputs[0]);
            Operand[] operands = [Operand.Of(x), Extreme.Repeated(y, x.Shape), Extreme.Repeated(dy, x.Shape), Operand.Of(dx)];
            step.Code.Line($"{dx.Name}.Clear();");
            List<int> sizes = [], steps = [], steps2 = [];
            for (int i = 0; i < x.Shape.Rank; i++)
            {
                if (!Extreme.IsReduced(x.Shape, i)) continue;
                sizes.Add(x.Shape[i]);
                steps.Add(operands[0].Strides.Steps[i]);
                steps2.Add(operands[3].Strides.Steps[i]);
            }
            Extreme.EmitKept(step, operands, at => step.Code.Line(
                $"Reductions.StoreAtFirst({dy.Name}[{at[2]}], {y.Name}[{at[1]}], {operands[0].From(at[0])}, [{string.Join(", ", steps)}], {operands[3].From(at[3])}, [{string.Join(", ", steps2)}], sizes: [{string.Join(", ", sizes)}]);"));
        }
    }
}
