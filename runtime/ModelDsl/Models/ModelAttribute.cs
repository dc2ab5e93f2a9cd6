namespace ModelDsl;

/// <summary>
/// Marks a partial class as a network. Its attributes are the layers, applied in the order in which they stand in the source;
/// the compiler writes the constructor, <see cref="IPredictor.Predict"/>, training and the parameters of exactly that network.
/// </summary>
/// <example>
/// <code>
/// [Model]
/// [Input(1, 28, 28)]
/// [Conv2d(32, 3, Padding = 1), ReLU, MaxPool2d(2)]
/// [Flatten, Linear(10)]
/// [CrossEntropyLoss]
/// public partial class Digits;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>
    /// Whether layers are computed by their definition, sum by sum. Otherwise, and this is the default, 3×3 convolutions of many channels are computed by
    /// Winograd's algorithm: two to three times as fast, with errors up to 2·10⁻⁵ of the largest output instead of 2·10⁻⁶.
    /// </summary>
    public bool Exact { get; set; }
}
