using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The same values in the same declared order, in another shape.</summary>
internal abstract record ReshapeFunction : CopyFunction
{
    public override string Formula => "y = x in another shape";

    /// <summary>Shapes that have no common parts, as [4, 6] and [6, 4], meet in a vector.</summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        (Value x, Value y) = (node.Inputs[0], node.Output);
        if (x.Shape == y.Shape || Refine(x, y) is not null)
        {
            base.Specialize(specialization);
            return;
        }
        Value vector = specialization.NewValue(node.Name + "Vector", Shape.Of((int)x.Shape.Count), x.Extent);
        specialization.Add(Reshape.To(vector.Shape), node.Name + "ToVector", [x], [vector]);
        node.Inputs = [vector];
        node.Operator = Reshape.To(y.Shape);
        specialization.Keep();
    }

    public sealed override CopyPlan PlanOf(Value x, Value y) => Refine(x, y) ?? throw new InvalidOperationException($"'{x}' is not '{y}' in other parts");

    private static CopyPlan? Refine(Value x, Value y)
        => Strides.Refine(x.Shape, Strides.Of(x), y.Shape, Strides.Of(y)) is { } found ? new CopyPlan(found.Shape, found.A, found.B) : null;
}
