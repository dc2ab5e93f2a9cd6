using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>Log-softmax over the classes (dimension 1), then the negative log-likelihood with its weights and smoothed labels.</summary>
internal sealed class CrossEntropyReference(DeclaredLayer loss) : ReferenceLoss
{
    private readonly NllReference _likelihood = new(loss);

    public override (double Loss, ReferenceTensor Gradient) Compute(ReferenceTensor outputs, double[] targets)
    {
        SoftmaxReference softmax = new(new("LogSoftmax", new Dictionary<string, object> { ["Dim"] = 1 }), outputs.Shape.Length - 1);
        (double loss, ReferenceTensor gradient) = _likelihood.Compute(softmax.Forward(outputs, training: true), targets);
        return (loss, softmax.Backward(gradient));
    }
}
