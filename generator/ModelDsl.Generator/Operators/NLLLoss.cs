using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>−w[t] · x[t]</c> of logarithms of probabilities.</summary>
internal sealed record NLLLoss(Reduction Reduction, EquatableArray<float> Weight, int IgnoreIndex) : ClassificationLoss(Reduction, Weight, IgnoreIndex)
{
    public override string Formula => "loss = −w[t] · x[t]";

    public static NLLLoss Create(LayerSpec layer) => new(ReductionOf(layer), layer.Floats("Weight"), layer.Int("IgnoreIndex", -100));

    protected override void CheckArguments(ShapeContext shapes)
    {
        if (ValuePath.MakerOf(shapes.Inputs[0])?.Operator is not LogSoftmax)
            shapes.Report(Descriptors.NotLogProbabilities, null, shapes.Layer.Text, ValuePath.MakerOf(shapes.Inputs[0])?.Origin?.Text ?? "Input",
                shapes.IsFunction ? "Write LogSoftmax around what it is given, or CrossEntropy instead of it." : "Write LogSoftmax before it, or CrossEntropyLoss instead of it.");
    }

    protected override string Kernel => "NLL";
}
