namespace ModelDsl;

/// <summary>The base of all layers. Names, arguments and defaults are those of <c>torch.nn</c>.</summary>
public abstract class LayerAttribute : Attribute;
