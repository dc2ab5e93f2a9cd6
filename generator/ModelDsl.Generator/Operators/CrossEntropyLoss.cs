using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>−w[t] · ln softmax(x)[t]</c>, smoothed over the classes if wanted.</summary>
internal sealed record CrossEntropyLoss(Reduction Reduction, EquatableArray<float> Weight, int IgnoreIndex, float LabelSmoothing)
    : ClassificationLoss(Reduction, Weight, IgnoreIndex)
{
    public override string Formula => "loss = −w[t] · ln softmax(x)[t]";

    public static CrossEntropyLoss Create(LayerSpec layer)
        => new(ReductionOf(layer), layer.Floats("Weight"), layer.Int("IgnoreIndex", -100), layer.Float("LabelSmoothing", 0));

    protected override void CheckArguments(ShapeContext shapes)
    {
        shapes.Require(LabelSmoothing is >= 0 and <= 1, "LabelSmoothing", LabelSmoothing, "from 0 to 1");
        if (ValuePath.MakerOf(shapes.Inputs[0]) is { Operator: SoftmaxOperator, Origin: { } softmax })
            shapes.ReportAt(softmax, Descriptors.SoftmaxBeforeCrossEntropy, softmax.Text, softmax.Kind == "Softmax" ? "gradients vanish and training stalls" : "it does nothing");
    }

    protected override string Function => "CrossEntropy";

    protected override string Kernel => "CrossEntropy";

    protected override string Arguments
        => base.Arguments + (LabelSmoothing == 0 ? "" : $", labelSmoothing: {CodeWriter.Literal(LabelSmoothing)}");
}
