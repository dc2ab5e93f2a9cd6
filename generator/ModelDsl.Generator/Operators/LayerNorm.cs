using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Layer normalisation over the last dimensions of each sample.</summary>
/// <param name="Sizes">The sizes of the last dimensions as written; empty where they follow from the input.</param>
/// <remarks>Inputs: x; weight and bias of the normalised shape, if there are any.</remarks>
internal sealed record LayerNorm(EquatableArray<int> Sizes, float Eps, bool ElementwiseAffine, bool Bias) : LayerOperator
{
    public override string Formula => ElementwiseAffine ? "y = (x − mean) / √(variance + eps) · weight + bias" : "y = (x − mean) / √(variance + eps)";

    public override string NamePrefix => "ln";

    public static LayerNorm Create(LayerSpec layer)
        => new(layer.Ints("NormalizedShape"), layer.Float("Eps", 1e-5f), layer.Bool("ElementwiseAffine", true), layer.Bool("Bias", true));

    /// <summary>The dimensions over which it normalises: those written, else a vector, each row of a sequence, a whole picture.</summary>
    public Shape NormalizedShape(Shape input)
        => Sizes.Count > 0 ? new Shape(Sizes) : input.Rank == 2 ? Shape.Of(input[1]) : input;

    public override void Infer(ShapeContext shapes)
    {
        shapes.Require(Eps >= 0, "Eps", Eps, "at least 0");
        shapes.Output = shapes.Input;
        Shape normalized = NormalizedShape(shapes.Input);
        if (!CheckSizes(shapes, normalized)) return;
        if (!ElementwiseAffine) return;
        shapes.AddParameter("weight", normalized, Initializer.Ones);
        if (Bias) shapes.AddParameter("bias", normalized, Initializer.Zeros);
    }

    private bool CheckSizes(ShapeContext shapes, Shape normalized)
    {
        Shape input = shapes.Input;
        int kept = input.Rank - normalized.Rank;
        if (kept >= 0 && input.Dimensions.Skip(kept).SequenceEqual(normalized.Dimensions)) return true;
        Shape right = kept > 0 ? new Shape(input.Dimensions.Skip(kept).ToArray()) : NormalizedShapeOfUnwritten(input);
        string sizes = string.Join(", ", right.Dimensions.Items);
        shapes.ReportFixable(Descriptors.SizeMismatch, "NormalizedShape", sizes, shapes.Layer.Text, input.ToString(), shapes.Path, $"LayerNorm({sizes})");
        return false;
    }

    private static Shape NormalizedShapeOfUnwritten(Shape input) => input.Rank == 2 ? Shape.Of(input[1]) : input;
}
