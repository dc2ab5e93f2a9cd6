using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>
/// Dropout as far as it is determined: nothing in evaluation, and in training at the rates 0 and 1. The random rates in between
/// have tests of their own.
/// </summary>
internal sealed class DropoutReference(DeclaredLayer layer) : ReferenceOperator
{
    private readonly double _rate = layer.Double("P", 0.5);
    private double _scale;

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        if (training && _rate is > 0 and < 1) throw new NotSupportedException("A random mask has no reference.");
        _scale = training && _rate == 1 ? 0 : 1;
        return Scaled(input);
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient) => Scaled(outputGradient);

    private ReferenceTensor Scaled(ReferenceTensor tensor) => new(tensor.Shape, [.. tensor.Values.Select(value => value * _scale)]);
}
