namespace ModelDsl;

/// <summary>
/// The parameters of this block do not learn, as with PyTorch's <c>requires_grad_(False)</c>: they have no gradient, and no code computes one.
/// Gradients still pass through the block to what lies before it.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FreezeAttribute : Attribute;
