using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace ModelDsl;

/// <summary>
/// Reads the JSON header of a safetensors file, which may be hostile: nothing in it is believed before it is checked,
/// nothing is allocated that is larger than the header, and nothing recurses. Every fault is an <see cref="InvalidDataException"/>.
/// </summary>
internal static class SafetensorsHeaderReader
{
    private const string MetadataName = "__metadata__";

    /// <summary>A header needs three levels; what it nests deeper in fields that are skipped is refused at this one.</summary>
    private const int MaxDepth = 16;

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header, without its length.</param>
    /// <param name="dataLength">How many bytes follow it.</param>
    /// <returns>The tensors in the order of their data, and the metadata.</returns>
    public static (List<SafetensorsTensor> Tensors, Dictionary<string, string> Metadata) Read(ReadOnlySpan<byte> json, long dataLength)
    {
        if (!Utf8.IsValid(json)) throw new InvalidDataException("the header is not UTF-8");
        var tensors = new List<SafetensorsTensor>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            ReadTensors(ref reader, tensors, metadata);

            // Only white space may follow; anything else makes the reader throw.
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the header is not the JSON that is expected: {exception.Message}", exception);
        }
        CheckCoverage(tensors, dataLength);
        return (tensors, metadata);
    }

    private static void ReadTensors(ref Utf8JsonReader reader, List<SafetensorsTensor> tensors, Dictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, "an object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (ReadName(ref reader, out string name))
        {
            if (!names.Add(name)) throw new InvalidDataException($"the header describes '{name}' twice");
            if (name == MetadataName) ReadMetadata(ref reader, metadata);
            else tensors.Add(ReadTensor(ref reader, name));
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, "an object of strings as " + MetadataName);
        while (ReadName(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, $"a string as metadata '{key}'");
            if (!metadata.TryAdd(key, Text(ref reader))) throw new InvalidDataException($"the metadata has '{key}' twice");
        }
    }

    private static SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, $"an object that describes '{name}'");
        SafetensorsType? type = null;
        ImmutableArray<long>? shape = null;
        ImmutableArray<long>? offsets = null;
        while (ReadName(ref reader, out string field))
        {
            switch (field)
            {
                case "dtype" when type is null:
                    type = ReadType(ref reader, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, field);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, field);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new InvalidDataException($"'{name}' has {field} twice");
                default:
                    // As the reference reader does: fields of later versions of the format are not in our way.
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }
        if (type is null || shape is null || offsets is null)
        {
            string missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new InvalidDataException($"'{name}' has no {missing}");
        }
        return Check(name, type.Value, shape.Value, offsets.Value);
    }

    private static SafetensorsType ReadType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, $"a string as dtype of '{name}'");
        return SafetensorsTypes.TryParse(ref reader, out SafetensorsType type)
            ? type
            : throw new InvalidDataException($"'{name}' has the unknown dtype '{Text(ref reader)}'");
    }

    private static ImmutableArray<long> ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"an array as {field} of '{name}'");
        ImmutableArray<long>.Builder numbers = ImmutableArray.CreateBuilder<long>(4);
        while (true)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndArray) return numbers.ToImmutable();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw new InvalidDataException($"{field} of '{name}' holds something that is not a whole number from 0 to 2^63 - 1");
            }
            numbers.Add(number);
        }
    }

    private static SafetensorsTensor Check(string name, SafetensorsType type, ImmutableArray<long> shape, ImmutableArray<long> offsets)
    {
        if (offsets.Length != 2) throw new InvalidDataException($"'{name}' has {offsets.Length} data_offsets instead of 2");
        (long begin, long end) = (offsets[0], offsets[1]);
        if (end < begin) throw new InvalidDataException($"the data of '{name}' end at {end}, before they begin at {begin}");
        long bytes = SafetensorsTypes.SizeOf(type);
        try
        {
            foreach (long size in shape) bytes = checked(bytes * size);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException($"'{name}' {Parameter.ShapeText(shape.AsSpan())} has more elements than can be counted", exception);
        }
        return bytes == end - begin
            ? new SafetensorsTensor(name, type, shape, begin, end)
            : throw new InvalidDataException(
                $"'{name}' {type} {Parameter.ShapeText(shape.AsSpan())} takes {bytes} bytes, but its offsets {begin}…{end} give it {end - begin}");
    }

    /// <summary>The tensors must cover the data exactly: no hole, no overlap, nothing after them where something could hide.</summary>
    private static void CheckCoverage(List<SafetensorsTensor> tensors, long dataLength)
    {
        tensors.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.ByteLength.CompareTo(b.ByteLength));
        long covered = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (tensor.Begin > covered) throw new InvalidDataException($"nothing covers the bytes {covered}…{tensor.Begin} before '{tensor.Name}'");
            if (tensor.Begin < covered) throw new InvalidDataException($"'{tensor.Name}' at {tensor.Begin} overlaps the tensor before, which ends at {covered}");
            covered += tensor.ByteLength;
        }
        if (covered > dataLength) throw new InvalidDataException($"the tensors need {covered} bytes after the header, but only {dataLength} are there: the file is cut off");
        if (covered < dataLength) throw new InvalidDataException($"{dataLength - covered} bytes follow the last tensor");
    }

    /// <summary>Reads the next property name, or the end of the object.</summary>
    private static bool ReadName(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        bool isName = reader.TokenType == JsonTokenType.PropertyName;
        name = isName ? Text(ref reader) : "";
        return isName;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type) throw new InvalidDataException($"the header: expected {what}, found {reader.TokenType}");
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("the header holds half of a surrogate pair", exception);
        }
    }
}
