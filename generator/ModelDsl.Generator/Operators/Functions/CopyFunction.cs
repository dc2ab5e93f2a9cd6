using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>A function that gives values of its input other places and changes none. Where they have the same places, nothing is emitted.</summary>
internal abstract record CopyFunction : FunctionOperator
{
    /// <summary>Whether the output is its input's memory: known once there are layouts.</summary>
    public bool LiesInPlace { get; init; }

    public override bool IsView => LiesInPlace;

    /// <summary>Which elements of an input are which of the output.</summary>
    public abstract CopyPlan PlanOf(Value x, Value y);

    /// <summary>Whether every value of the input is one of the output.</summary>
    public virtual bool TakesAll => true;

    public override int ScratchFloats(Node node) => PlanOf(node.Inputs[0], node.Output).Forward(node.Inputs[0], node.Output).ScratchFloats;

    /// <summary>What changes nothing at all vanishes.</summary>
    public override void Specialize(Specialization specialization)
    {
        (Value x, Value y) = (specialization.Node.Inputs[0], specialization.Node.Output);
        if (x.Shape == y.Shape && PlanOf(x, y).IsInPlace) specialization.ReplaceBy(x);
        else specialization.Keep();
    }

    public override void Lower(Lowering lowering)
    {
        Node node = lowering.Node;
        node.Operator = this with { LiesInPlace = TakesAll && LieAlike(node.Inputs[0], node.Output) && PlanOf(node.Inputs[0], node.Output).IsInPlace };
        lowering.Keep();
    }

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        Emit(step, y, PlanOf(x, y).Forward(x, y));
    }

    private static void Emit(StepEmitter step, Value target, CopyNest nest)
    {
        step.ClearBorder(target);
        nest.Emit(step);
        if (!nest.CoversPads) step.ClearPads(target);
    }

    private static bool LieAlike(Value x, Value y) => x.Extent == Extent.PerSample && y.Extent == Extent.PerSample && x.Layout == y.Layout;

    /// <summary>The way back; zero where the function took nothing from. Input: dy. Output: dx.</summary>
    internal sealed record Gradient(CopyFunction Function) : Operator
    {
        public bool LiesInPlace { get; init; }

        public override string Kind => Function.Kind + "Gradient";

        public override string Formula => Function.TakesAll ? "dx = dy in the places of x" : "dx = dy in its places of x, 0 elsewhere";

        public override bool IsView => LiesInPlace;

        public override int ScratchFloats(Node node) => NestOf(node.Inputs[0], node.Output).ScratchFloats;

        public override void Lower(Lowering lowering)
        {
            Node node = lowering.Node;
            (Value dy, Value dx) = (node.Inputs[0], node.Output);
            node.Operator = this with { LiesInPlace = Function.TakesAll && LieAlike(dx, dy) && Function.PlanOf(dx, dy).IsInPlace };
            lowering.Keep();
        }

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value dx) = (step.Inputs[0], step.Outputs[0]);
            if (Function.TakesAll)
            {
                CopyFunction.Emit(step, dx, NestOf(dy, dx));
                return;
            }
            step.Code.Line($"{dx.Name}.Clear();");
            NestOf(dy, dx).Emit(step);
        }

        /// <summary>What lies behind a part of a dimension is not pad lanes.</summary>
        private CopyNest NestOf(Value dy, Value dx)
        {
            CopyPlan plan = Function.PlanOf(dx, dy);
            return (Function.TakesAll ? plan : plan with { X = plan.X with { Room = 1 } }).Backward(dx, dy);
        }
    }
}
