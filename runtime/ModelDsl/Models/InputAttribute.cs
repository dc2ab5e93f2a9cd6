namespace ModelDsl;

/// <summary>
/// Declares the shape of one sample, without the batch: <c>[Input(784)]</c> for a vector of features,
/// <c>[Input(3, 32, 32)]</c> for a picture with channels, height and width.
/// </summary>
/// <remarks>A second one is reported by the analyzer, with both places, rather than by the compiler.</remarks>
/// <param name="shape">The sizes, each at least 1; a picture is channels first, as in PyTorch.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : Attribute
{
    /// <summary>The sizes of one sample.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>What the input is called in messages and in the generated code; <c>input</c> if not written.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// Whether <c>Backward</c> can also compute the gradient of the loss with respect to this input, as PyTorch's <c>requires_grad</c> on it:
    /// for saliency maps, adversarial examples, or a network in front of this one.
    /// </summary>
    public bool RequiresGrad { get; set; }
}
