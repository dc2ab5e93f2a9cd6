using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Adds a dimension of size 1.</summary>
/// <param name="Dim">Its place in the result.</param>
internal sealed record Unsqueeze(int Dim) : ReshapeFunction
{
    public static Unsqueeze Create(LayerSpec call) => new(call.Int("Dim", 0));

    public override void Infer(ShapeContext shapes)
    {
        if (shapes.NewDimension("Dim", Dim) is { } place)
            shapes.Output = new Shape(shapes.Input.Dimensions.Items.Insert(place, 1));
    }
}
