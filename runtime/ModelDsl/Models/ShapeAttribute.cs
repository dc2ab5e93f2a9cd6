namespace ModelDsl;

/// <summary>
/// The shape of one sample of a parameter of <see cref="ForwardAttribute">[Forward]</see> or <see cref="ObjectiveAttribute">[Objective]</see>,
/// without the batch: <c>[Shape(784)]</c> for a vector of features, <c>[Shape(3, 32, 32)]</c> for a picture, <c>[Shape]</c> for one number.
/// </summary>
/// <param name="sizes">The sizes, each at least 1; a picture is channels first, as in PyTorch.</param>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class ShapeAttribute(params int[] sizes) : Attribute
{
    /// <summary>The sizes of one sample.</summary>
    public int[] Sizes { get; } = sizes;

    /// <summary>
    /// Whether <c>Backward</c> can also compute the gradient of the objective with respect to this input, as PyTorch's <c>requires_grad</c> on it:
    /// for saliency maps, adversarial examples, or a network in front of this one.
    /// </summary>
    public bool RequiresGrad { get; set; }
}
