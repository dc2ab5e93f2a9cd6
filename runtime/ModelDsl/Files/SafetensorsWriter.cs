using System.Runtime.InteropServices;

namespace ModelDsl;

/// <summary>Collects tensors and writes them to a safetensors file. For a model's parameters, see <see cref="ModelFiles.Save"/>.</summary>
public sealed class SafetensorsWriter
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Strings for <c>__metadata__</c>. At first <c>format: pt</c>, by which Python's library knows that PyTorch may read it.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };

    /// <summary>Adds a tensor of floats. The values are copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes, 0 or more each; empty for a single number.</param>
    /// <param name="values">Its values, in row-major order.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the shape, or the name is taken.</exception>
    public void Add(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values) =>
        Add(name, SafetensorsType.F32, shape, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a tensor of any type. The bytes are copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">Its sizes, 0 or more each; empty for a single number.</param>
    /// <param name="bytes">Its elements, little-endian, in row-major order.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit the shape, or the name is taken.</exception>
    public void Add(string name, SafetensorsType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == "__metadata__") throw new ArgumentException("'__metadata__' is not a name for a tensor", nameof(name));
        if (!Enum.IsDefined(type)) throw new ArgumentOutOfRangeException(nameof(type), type, "type: not a type of safetensors files");
        long expected = SafetensorsTypes.SizeOf(type);
        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            expected = checked(expected * size);
        }
        if (bytes.Length != expected)
        {
            throw new ArgumentException($"{name}: {type} {Parameter.ShapeText(shape)} takes {expected} bytes, got {bytes.Length}", nameof(bytes));
        }
        if (!_entries.TryAdd(name, new Entry(name, type, shape.ToArray(), bytes.ToArray())))
        {
            throw new ArgumentException($"there is a tensor '{name}' already", nameof(name));
        }
    }

    /// <summary>Writes the file, whole or not at all: on failure, an old file of that name stays as it was.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        // Large elements first, as the reference writer does: then each tensor starts at a multiple of its element's size.
        Entry[] entries = [.. _entries.Values.OrderByDescending(entry => SafetensorsTypes.SizeOf(entry.Type))];
        byte[] header = SafetensorsHeaderWriter.Write(entries.Select(entry => (entry.Name, entry.Type, (IEnumerable<long>)entry.Shape)), Metadata);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (Entry entry in entries) stream.Write(entry.Bytes);
        });
    }

    private sealed record Entry(string Name, SafetensorsType Type, long[] Shape, byte[] Bytes);
}
