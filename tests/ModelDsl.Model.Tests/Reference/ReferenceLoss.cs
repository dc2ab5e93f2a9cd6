using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>A loss of the reference interpreter: one number for the batch, and the gradient of the outputs.</summary>
internal abstract class ReferenceLoss
{
    /// <param name="outputs">What the network computed.</param>
    /// <param name="targets">Class indices or values.</param>
    public abstract (double Loss, ReferenceTensor Gradient) Compute(ReferenceTensor outputs, double[] targets);

    public static ReferenceLoss Create(DeclaredLayer loss) => loss.Kind switch
    {
        "CrossEntropyLoss" => new CrossEntropyReference(loss),
        "NLLLoss" => new NllReference(loss),
        _ => new ElementwiseLossReference(loss),
    };
}
