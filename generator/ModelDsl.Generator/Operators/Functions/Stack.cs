using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Joins along a new dimension: [H, W] and [H, W] → [2, H, W].</summary>
internal sealed record Stack(int Dim) : JoinFunction(Dim)
{
    public override string Formula => $"y = the inputs side by side in a new dimension {Dim}";

    public static Stack Create(LayerSpec call) => new(call.Int("Dim", 0));

    public override CopyPlan PlanOf(Value x, Value y, int start) => new(x.Shape, Strides.Of(x), Strides.Of(y).At(DimensionRules.FromFront(Dim, y.Shape.Rank), start));

    public override void Infer(ShapeContext shapes)
    {
        if (shapes.NewDimension("Dim", Dim) is not { } place) return;
        foreach (Value input in shapes.Inputs)
        {
            if (input.Shape == shapes.Input) continue;
            shapes.Report(Descriptors.CannotJoin, null, shapes.Layer.Text, shapes.Input.ToString(), input.Shape.ToString(), "are not the same shape", "Write Concat to join them along a dimension that they have.");
            return;
        }
        shapes.Output = new Shape(shapes.Input.Dimensions.Items.Insert(place, shapes.Inputs.Length));
    }

    protected override int LengthOf(Shape input) => 1;
}
