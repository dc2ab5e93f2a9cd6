namespace ModelDsl.Model.Tests.Reference;

/// <summary>Makes one row of each sample.</summary>
internal sealed class FlattenReference : ReferenceOperator
{
    private int[] _shape = [];

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _shape = input.Shape;
        return new([input.Batch, input.Values.Length / input.Batch], input.Values);
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient) => new(_shape, outputGradient.Values);
}
