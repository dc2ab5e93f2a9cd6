using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Makes one dimension of several: [C, H, W] → [C·H·W], in that order.</summary>
/// <param name="StartDim">The first of them.</param>
/// <param name="EndDim">The last of them.</param>
internal sealed record FlattenDims(int StartDim, int EndDim) : ReshapeFunction
{
    public override string Kind => "Flatten";

    public static FlattenDims Create(LayerSpec call) => new(call.Int("StartDim", 0), call.Int("EndDim", -1));

    public override void Infer(ShapeContext shapes)
    {
        Shape input = shapes.Input;
        if (input.Rank == 0)
        {
            shapes.Output = Shape.Of(1);
            return;
        }
        if (shapes.Dimension("StartDim", StartDim) is not { } start || shapes.Dimension("EndDim", EndDim) is not { } end) return;
        if (!shapes.Require(end >= start, "EndDim", EndDim, $"at or behind StartDim, which is {StartDim}")) return;
        int joined = 1;
        for (int i = start; i <= end; i++) joined *= input[i];
        shapes.Output = new Shape(new[] { input.Dimensions.Take(start), [joined], input.Dimensions.Skip(end + 1) }.SelectMany(sizes => sizes).ToArray());
    }

    /// <summary>A whole picture becomes a vector as the layer makes one: it stays as it lies, and the next linear layer's weights mend the order.</summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        (Value x, Value y) = (node.Inputs[0], node.Output);
        if (x.Extent != Extent.PerSample || x.Shape.Rank != 3 || y.Shape.Rank != 1)
        {
            base.Specialize(specialization);
            return;
        }
        node.Operator = new Flatten();
        specialization.Keep();
    }
}
