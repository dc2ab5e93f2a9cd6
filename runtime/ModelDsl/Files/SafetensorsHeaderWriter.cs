using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace ModelDsl;

/// <summary>Writes the length and the JSON header of a safetensors file.</summary>
internal static class SafetensorsHeaderWriter
{
    /// <summary>The data start at a multiple of so many bytes, so that they can be mapped into memory.</summary>
    private const int Alignment = 8;

    /// <summary>Writes the header of tensors whose data follow one another.</summary>
    /// <param name="tensors">Name, type and shape of each, in the order of their data.</param>
    /// <param name="metadata">Strings for <c>__metadata__</c>.</param>
    public static byte[] Write(
        IEnumerable<(string Name, SafetensorsType Type, IEnumerable<long> Shape)> tensors,
        IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        bytes.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long position = 0;
            foreach ((string name, SafetensorsType type, IEnumerable<long> shape) in tensors) WriteTensor(json, name, type, shape, ref position);
            json.WriteEndObject();
        }
        int padding = -bytes.WrittenCount & (Alignment - 1);
        bytes.Write("       "u8[..padding]);
        byte[] header = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - sizeof(ulong)));
        return header;
    }

    private static void WriteTensor(Utf8JsonWriter json, string name, SafetensorsType type, IEnumerable<long> shape, ref long position)
    {
        long length = SafetensorsTypes.SizeOf(type);
        json.WriteStartObject(name);
        json.WriteString("dtype", type.ToString());
        json.WriteStartArray("shape");
        foreach (long size in shape)
        {
            json.WriteNumberValue(size);
            length = checked(length * size);
        }
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(position);
        position = checked(position + length);
        json.WriteNumberValue(position);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
