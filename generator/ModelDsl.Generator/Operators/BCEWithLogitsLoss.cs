using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>−w · (p · t · ln σ(x) + (1 − t) · ln(1 − σ(x)))</c></summary>
internal sealed record BCEWithLogitsLoss(Reduction Reduction, EquatableArray<float> Weight, EquatableArray<float> PosWeight) : ElementwiseLoss(Reduction)
{
    public override string Formula => "loss = −w · (p · t · ln σ(x) + (1 − t) · ln(1 − σ(x)))";

    public static BCEWithLogitsLoss Create(LayerSpec layer) => new(ReductionOf(layer), layer.Floats("Weight"), layer.Floats("PosWeight"));

    protected override void CheckArguments(ShapeContext shapes)
    {
        shapes.CheckWeights("Weight", Weight, shapes.Input.Count, "values");
        shapes.CheckWeights("PosWeight", PosWeight, shapes.Input.Count, "values");
        if (ValuePath.MakerOf(shapes.Inputs[0]) is { Operator: Sigmoid, Origin: { } sigmoid }) shapes.ReportAt(sigmoid, Descriptors.SigmoidBeforeLogits, sigmoid.Text);
    }

    protected override string Function => "BinaryCrossEntropyWithLogits";

    protected override string Kernel => "BCEWithLogits";

    protected override string Arguments => Weights("weight", Weight) + Weights("positiveWeight", PosWeight);
}
