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

    public override int ScratchFloats(Node node) => Parts(node).Max(part => part.ScratchFloats);

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
        CopyNest[] parts = [.. Parts(step.Node)];
        foreach (CopyNest part in parts)
        {
            using (step.Code.Block("")) part.Emit(step);
        }
        if (!parts.All(part => part.CoversPads)) step.ClearPads(y);
    }

    private IEnumerable<CopyNest> Parts(Node node)
    {
        Value y = node.Output;
        int start = 0;
        foreach (Value x in node.Inputs)
        {
            CopyPlan plan = PlanOf(x, y, start);
            // Where a pixel is made of parts, what lies behind one is the next one and not pad lanes.
            if (LengthOfRun(plan.Shape, plan.Y) != LengthOfRun(y.Shape, Strides.Of(y))) plan = plan with { Y = plan.Y with { Room = 1 } };
            yield return plan.Forward(x, y);
            start += LengthOf(x.Shape);
        }
    }

    /// <summary>The size of the dimension whose elements are neighbours.</summary>
    private static int LengthOfRun(Shape shape, Strides strides)
        => Enumerable.Range(0, shape.Rank).Where(i => strides.Steps[i] == 1).Select(i => shape[i]).DefaultIfEmpty(1).Max();

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
