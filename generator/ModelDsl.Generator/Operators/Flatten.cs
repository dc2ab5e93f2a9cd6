using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Makes one vector of a sample: [C, H, W] → [C·H·W], in that order.</summary>
internal sealed record Flatten : LayerOperator
{
    public override string Formula => "y = x as one vector";

    public static Flatten Create(LayerSpec layer) => new();

    public override void Infer(ShapeContext shapes) => shapes.Output = Shape.Of((int)shapes.Input.Count);
}
