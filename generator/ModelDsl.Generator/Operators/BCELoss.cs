using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>−w · (t · ln x + (1 − t) · ln(1 − x))</c>, the logarithms cut off at −100.</summary>
internal sealed record BCELoss(Reduction Reduction, EquatableArray<float> Weight) : ElementwiseLoss(Reduction)
{
    public override string Formula => "loss = −w · (t · ln x + (1 − t) · ln(1 − x))";

    public static BCELoss Create(LayerSpec layer) => new(ReductionOf(layer), layer.Floats("Weight"));

    protected override void CheckArguments(ShapeContext shapes)
    {
        shapes.CheckWeights("Weight", Weight, shapes.Input.Count, "values");
        if (ValuePath.MakerOf(shapes.Inputs[0])?.Operator is not (Sigmoid or SoftmaxOperator))
            shapes.Report(Descriptors.NotProbabilities, null, shapes.Layer.Text, ValuePath.MakerOf(shapes.Inputs[0])?.Origin?.Text ?? "Input",
                shapes.IsFunction ? "Write BinaryCrossEntropyWithLogits instead, or Sigmoid around what it is given." : "Write BCEWithLogitsLoss instead, or Sigmoid before it.");
    }

    protected override string Function => "BinaryCrossEntropy";

    protected override string Kernel => "BCE";

    protected override string Arguments => Weights("weight", Weight);
}
