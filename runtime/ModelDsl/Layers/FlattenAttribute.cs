namespace ModelDsl;

/// <summary>Makes one vector of a sample: [C, H, W] → [C·H·W], in that order.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute;
