using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Joins along a dimension that is there: [2, H, W] and [3, H, W] → [5, H, W].</summary>
internal sealed record Concat(int Dim) : JoinFunction(Dim)
{
    public override string Formula => $"y = the inputs one behind the other in dimension {Dim}";

    public static Concat Create(LayerSpec call) => new(call.Int("Dim", 0));

    public override CopyPlan PlanOf(Value x, Value y, int start) => new(x.Shape, Strides.Of(x), Strides.Of(y).From(Place(x.Shape), start));

    public override void Infer(ShapeContext shapes)
    {
        Shape first = shapes.Input;
        if (shapes.Dimension("Dim", Dim) is not { } place) return;
        long length = 0;
        for (int i = 0; i < shapes.Inputs.Length; i++)
        {
            Shape shape = shapes.Inputs[i].Shape;
            if (shape.Rank != first.Rank)
            {
                Report(shapes, i, $"have {ShapeContext.Number(first.Rank, "dimension")} and {shape.Rank}", shape.Rank == first.Rank - 1 ? "Write Unsqueeze for the dimension that is missing." : "Reshape one of them.");
                return;
            }
            if (Enumerable.Range(0, first.Rank).Where(d => d != place && shape[d] != first[d]).ToArray() is [int different, ..])
            {
                bool joinsThere = Enumerable.Range(0, first.Rank).All(d => d == different || shape[d] == first[d]);
                Report(shapes, i, $"differ in dimension {different}", joinsThere ? $"Write {different} as the dimension to join them there." : $"Only dimension {place}, in which they are joined, may differ.");
                return;
            }
            length += shape[place];
        }
        shapes.Output = new Shape(first.Dimensions.Items.SetItem(place, (int)Math.Min(length, int.MaxValue)));
    }

    protected override int LengthOf(Shape input) => input[Place(input)];

    private int Place(Shape shape) => DimensionRules.FromFront(Dim, shape.Rank);

    private static void Report(ShapeContext shapes, int other, string what, string advice)
        => shapes.Report(Descriptors.CannotJoin, null, shapes.Layer.Text, shapes.Input.ToString(), shapes.Inputs[other].Shape.ToString(), what, advice);
}
