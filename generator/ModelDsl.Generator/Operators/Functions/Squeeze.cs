using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Drops a dimension of size 1; one of another size stays.</summary>
/// <param name="Dim">The dimension.</param>
internal sealed record Squeeze(int Dim) : ReshapeFunction
{
    public static Squeeze Create(LayerSpec call) => new(call.Int("Dim", 0));

    public override void Infer(ShapeContext shapes)
    {
        if (shapes.Dimension("Dim", Dim) is not { } place) return;
        shapes.Output = shapes.Input[place] == 1 ? new Shape(shapes.Input.Dimensions.Items.RemoveAt(place)) : shapes.Input;
    }
}
