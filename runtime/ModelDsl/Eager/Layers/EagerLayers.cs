using System.ComponentModel;

namespace ModelDsl;

/// <summary>
/// Layers on values: what the methods of blocks call when a model runs step by step. Arguments are those of the layers' attributes, as
/// in <c>torch.nn.functional</c>. Users call blocks and <see cref="TensorFunctions"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class EagerLayers
{
    private static void CheckPicture(string layer, Tensor x)
    {
        if (x.Shape.Length == 3) return;
        string advice = x.Shape.Length == 2 ? "Unsqueeze(x, 0) adds a dimension for one channel." : "The batch is not counted.";
        throw new ArgumentException($"{layer}: a picture [C, H, W] was expected, and {Sizes.Text(x.Shape.AsSpan())} came. {advice}", nameof(x));
    }

    private static void CheckShape(string layer, string name, Tensor? parameter, params ReadOnlySpan<int> shape)
    {
        if (parameter is null || (parameter.Samples is null && parameter.Shape.AsSpan().SequenceEqual(shape))) return;
        throw new ArgumentException($"{layer}: the {name} is {parameter.Description}, and {Sizes.Text(shape)} shared by the batch was expected.", name);
    }
}
