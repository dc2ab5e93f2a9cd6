using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>What <see cref="CrossEntropyLoss"/> and <see cref="NLLLoss"/> share: scores [C] and a class index, or [C, H, W] and [H, W] of them.</summary>
/// <param name="Reduction">How the losses of the batch become one number.</param>
/// <param name="Weight">One weight for each class; empty for all 1.</param>
/// <param name="IgnoreIndex">A target that does not count.</param>
internal abstract record ClassificationLoss(Reduction Reduction, EquatableArray<float> Weight, int IgnoreIndex) : LossOperator(Reduction)
{
    public override ElementType TargetType => ElementType.Int32;

    protected override Shape? InferTarget(ShapeContext shapes)
    {
        Shape output = shapes.Input;
        if (output.Rank is not (1 or 3))
        {
            shapes.Report(Descriptors.LossShape, null, shapes.Layer.Text, "one score for each class, [C] or [C, H, W]", output.ToString(), shapes.Path,
                "Write [Flatten, Linear(classes)] before it.");
            return null;
        }
        shapes.CheckWeights("Weight", Weight, output[0], "classes");
        if (output[0] == 1) shapes.Report(Descriptors.OneClass, null, shapes.Layer.Text);
        return output.Rank == 1 ? Shape.Scalar : Shape.Of(output[1], output[2]);
    }
}
