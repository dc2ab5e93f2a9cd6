namespace ModelDsl;

/// <content>Flatten.</content>
public static partial class EagerLayers
{
    /// <summary>Makes one vector of a sample: [C, H, W] → [C·H·W], in that order.</summary>
    /// <param name="x">The input.</param>
    public static Tensor Flatten(Tensor x) => TensorFunctions.Flatten(x);
}
