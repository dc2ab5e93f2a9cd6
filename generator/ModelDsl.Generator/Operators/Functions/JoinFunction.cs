using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Puts any number of inputs one behind the other along a dimension. What samples share is there for each sample if others are not shared.</summary>
/// <param name="Dim">The dimension of the output.</param>
internal abstract record JoinFunction(int Dim) : FunctionOperator
{
    /// <summary>Where an input's values are in the output.</summary>
    /// <param name="x">The input, or its gradient.</param>
    /// <param name="y">The output, or its gradient.</param>
    /// <param name="start">Its first place in the dimension.</param>
    public abstract CopyPlan PlanOf(Value x, Value y, int start);

    /// <summary>How many places of the dimension an input has.</summary>
    protected abstract int LengthOf(Shape input);

    public override int ScratchFloats(Node node) => Parts(node).Select(part => part.Nest.ScratchFloats).Max();

    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        if (node.Inputs.Length == 1 && node.Inputs[0].Shape == node.Output.Shape) specialization.ReplaceBy(node.Inputs[0]);
        else specialization.Keep();
    }

    public override void Differentiate(Differentiation gradient)
    {
        Node node = gradient.Node;
        int start = 0;
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            Gradient part = new(this, start);
            start += LengthOf(node.Inputs[i].Shape);
            if (!gradient.Needs(i)) continue;
            Value input = node.Inputs[i];
            if (input.Extent == node.Output.Extent)
            {
                gradient.Accumulate(i, gradient.Add(part, i, gradient.OutputGradient));
                continue;
            }
            // What samples share had a part in each of them.
            string name = $"{GradientTable.NameOf(input)}Each";
            Value each = gradient.NewValue(name, input.Shape, Extent.PerSample);
            gradient.AddNode(part, name, [gradient.OutputGradient], [each]);
            gradient.AccumulateParts(i, new BroadcastSum(), each);
        }
    }

    public override void Emit(StepEmitter step)
    {
        Value y = step.Outputs[0];
        step.ClearBorder(y);
        bool coversPads = true;
        foreach ((CopyPlan plan, CopyNest nest) in Parts(step.Node))
        {
            using (step.Code.Block("")) nest.Emit(step);
            coversPads &= nest.CoversPads && Enumerable.Range(0, plan.Shape.Rank).Any(i => plan.Y.Steps[i] == 1 && plan.Shape[i] == LanesOf(y));
        }
        if (!coversPads) step.ClearPads(y);
    }

    private List<(CopyPlan Plan, CopyNest Nest)> Parts(Node node)
    {
        List<(CopyPlan Plan, CopyNest Nest)> parts = [];
        int start = 0;
        foreach (Value x in node.Inputs)
        {
            CopyPlan plan = PlanOf(x, node.Output, start);
            // Lanes behind a part are the next one's, not pads.
            if (!Enumerable.Range(0, plan.Shape.Rank).Any(i => plan.Y.Steps[i] == 1 && plan.Shape[i] == LanesOf(node.Output))) plan = plan with { Y = plan.Y with { Room = 1 } };
            parts.Add((plan, plan.Forward(x, node.Output)));
            start += LengthOf(x.Shape);
        }
        return parts;
    }

    /// <summary>The lanes of a pixel that mean something.</summary>
    private static int LanesOf(Value y) => y.Layout?.Channels ?? (y.Shape.Rank == 0 ? 1 : y.Shape[y.Shape.Rank - 1]);

    /// <summary>The part of the output's gradient that is an input's. Input: dy. Output: dx, dense for a part of a piece.</summary>
    internal sealed record Gradient(JoinFunction Function, int Start) : Operator
    {
        public override string Kind => Function.Kind + "Gradient";

        public override string Formula => $"dx = dy from place {Start} on";

        public override int ScratchFloats(Node node) => NestOf(node.Inputs[0], node.Output).ScratchFloats;

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value dx) = (step.Inputs[0], step.Outputs[0]);
            step.ClearBorder(dx);
            CopyNest nest = NestOf(dy, dx);
            nest.Emit(step);
            if (!nest.CoversPads) step.ClearPads(dx);
        }

        private CopyNest NestOf(Value dy, Value dx) => Function.PlanOf(dx, dy, Start).Backward(dx, dy);
    }
}
