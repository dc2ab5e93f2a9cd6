namespace ModelDsl;

/// <summary>
/// The base of all layers, on a class for a chain or on a partial method for a block. Names, arguments and defaults are those of <c>torch.nn</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute;
