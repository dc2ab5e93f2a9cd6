namespace ModelDsl;

/// <summary>
/// A fully connected layer: <c>y = x · Wᵀ + b</c>. [in] → [out]; of a sequence [T, in] every row: [T, out].
/// Parameters: <c>weight</c> [out, in] and <c>bias</c> [out], both starting uniform in ±1/√in.
/// </summary>
/// <param name="outFeatures">The number of outputs, at least 1.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class LinearAttribute(int outFeatures) : LayerAttribute
{
    /// <summary>The number of outputs.</summary>
    public int OutFeatures { get; } = outFeatures;

    /// <summary>The number of inputs. Follows from the layer before; checked if written.</summary>
    public int InFeatures { get; set; }

    /// <summary>Whether a bias is added.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The name in <see cref="IModel.Parameters"/> and in files; <c>linear1</c> if not written, counted in the order of the layers.</summary>
    public string? Name { get; set; }
}
