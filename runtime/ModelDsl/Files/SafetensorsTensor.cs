using System.Collections.Immutable;

namespace ModelDsl;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, SafetensorsType type, ImmutableArray<long> shape, long begin, long end)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Begin = begin;
        ByteLength = end - begin;
    }

    /// <summary>The name: <c>conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The sizes; empty for a single number. A size of 0 is allowed.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>How many bytes it has.</summary>
    public long ByteLength { get; }

    /// <summary>How many elements it has: the product of the shape.</summary>
    public long ElementCount => ByteLength / SafetensorsTypes.SizeOf(Type);

    /// <summary>Where it starts in the part of the file after the header.</summary>
    internal long Begin { get; }

    /// <summary>Name, type and shape: <c>conv1.weight F32 [32, 3, 3, 3]</c>.</summary>
    public override string ToString() => $"{Name} {Type} {Parameter.ShapeText(Shape.AsSpan())}";
}
