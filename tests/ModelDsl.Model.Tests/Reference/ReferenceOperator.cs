using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>One layer of the reference interpreter: its definition as plain loops over doubles. Slow, and easy to believe.</summary>
internal abstract class ReferenceOperator
{
    /// <summary>The first part of the names of its parameters: <c>conv</c>.</summary>
    public virtual string Prefix => "";

    public virtual IReadOnlyList<ReferenceParameter> Parameters => [];

    /// <summary>Computes the outputs, and keeps what <see cref="Backward"/> needs.</summary>
    public abstract ReferenceTensor Forward(ReferenceTensor input, bool training);

    /// <summary>From the gradient of the outputs: adds up the gradients of the parameters, returns the gradient of the input.</summary>
    public abstract ReferenceTensor Backward(ReferenceTensor outputGradient);

    /// <param name="layer">The layer as declared.</param>
    /// <param name="input">The shape of one sample of its input.</param>
    public static ReferenceOperator Create(DeclaredLayer layer, int[] input) => layer.Kind switch
    {
        "Linear" => new LinearReference(layer, input),
        "Conv2d" => new Conv2dReference(layer, input),
        "MaxPool2d" => new MaxPool2dReference(layer),
        "AvgPool2d" => new AvgPool2dReference(layer),
        "AdaptiveAvgPool2d" => new AdaptiveAvgPool2dReference(layer),
        "BatchNorm1d" or "BatchNorm2d" => new BatchNormReference(layer, input),
        "LayerNorm" => new LayerNormReference(layer, input),
        "Flatten" => new FlattenReference(),
        "Dropout" => new DropoutReference(layer),
        "Softmax" or "LogSoftmax" => new SoftmaxReference(layer, input.Length),
        _ => new ActivationReference(layer),
    };
}
