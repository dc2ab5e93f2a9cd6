using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>In training, sets each value to zero with probability p and multiplies the others by 1/(1 − p).</summary>
internal sealed record Dropout(float P) : LayerOperator
{
    public override string Formula => "y = x · mask / (1 − p)";

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public static Dropout Create(LayerSpec layer) => new(layer.Float("P", 0.5f));

    public override void Infer(ShapeContext shapes)
    {
        shapes.Require(P is >= 0 and <= 1, "P", P, "a probability, from 0 to 1");
        shapes.Output = shapes.Input;
    }
}
