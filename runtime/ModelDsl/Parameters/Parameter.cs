using System.Collections.Immutable;

namespace ModelDsl;

/// <summary>One parameter (learned, unless it is frozen) or buffer (state, such as a running mean) of a model.</summary>
public sealed class Parameter
{
    private readonly ParameterCollection _owner;
    private readonly ParameterDescription _description;

    internal Parameter(ParameterCollection owner, ParameterDescription description, int offset)
    {
        _owner = owner;
        _description = description;
        Offset = offset;
    }

    /// <summary>PyTorch's name: <c>conv1.weight</c>.</summary>
    public string Name => _description.Name;

    /// <summary>The name in an <c>nn.Sequential</c> of the same layers: <c>0.weight</c>.</summary>
    public string SequentialName => _description.SequentialName;

    /// <summary>PyTorch's shape; empty for a single number.</summary>
    public ImmutableArray<int> Shape => _description.Shape;

    /// <summary>How many values: the product of the shape.</summary>
    public int Size => _description.Size;

    /// <summary>Whether it is state that no optimizer changes.</summary>
    public bool IsBuffer => _description.IsBuffer;

    /// <summary>Other names of it, by which it is found too: those of layers that are <see cref="TieAttribute">tied</see> to its own.</summary>
    public ImmutableArray<string> Aliases => _description.Aliases;

    /// <summary>The group that <see cref="ParameterGroupAttribute">[ParameterGroup]</see> puts it in; null for none.</summary>
    public string? Group => _description.Group;

    /// <summary>Whether it is a parameter that keeps its values: it has no gradient, and no optimizer changes it.</summary>
    public bool IsFrozen => _description.IsFrozen;

    /// <summary>Whether it is learned, and so lies in <see cref="ParameterCollection.Values"/>.</summary>
    internal bool IsTrainable => _description.IsTrainable;

    /// <summary>Where it starts in <see cref="ParameterCollection.Values"/> (a buffer or frozen parameter: in <see cref="ParameterCollection.Buffers"/>).</summary>
    public int Offset { get; }

    /// <summary>The values, in PyTorch's (row-major) order. To write them, use <see cref="CopyFrom"/>.</summary>
    public ReadOnlySpan<float> Values => (IsTrainable ? _owner.Values : _owner.Buffers).Slice(Offset, Size);

    /// <summary>The gradient of the loss with respect to each value, in the same order; empty for what is not learned, a buffer or frozen parameter.</summary>
    public Span<float> Gradient => IsTrainable ? _owner.Gradients.Slice(Offset, Size) : [];

    /// <summary>Replaces all values.</summary>
    /// <param name="values"><see cref="Size"/> values in PyTorch's order.</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        if (values.Length != Size)
        {
            throw new ArgumentException($"{Name}: expected {Size} values ({ShapeText(Shape.AsSpan())}), got {values.Length}", nameof(values));
        }
        Span<float> block = IsTrainable ? _owner.WritableValues() : _owner.WritableBuffers();
        values.CopyTo(block.Slice(Offset, Size));
    }

    /// <summary>Copies all values out.</summary>
    /// <param name="destination">At least <see cref="Size"/> long.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<float> destination) => Values.CopyTo(destination);

    /// <summary>Name and shape: <c>conv1.weight [32, 3, 3, 3]</c>.</summary>
    public override string ToString() => $"{Name} {ShapeText(Shape.AsSpan())}";

    internal static string ShapeText<T>(ReadOnlySpan<T> shape)
    {
        var sizes = new string[shape.Length];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = shape[i]!.ToString()!;
        return $"[{string.Join(", ", sizes)}]";
    }
}
