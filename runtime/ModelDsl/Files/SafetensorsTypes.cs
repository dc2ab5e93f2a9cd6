using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelDsl;

/// <summary>What is to be known about each <see cref="SafetensorsType"/>.</summary>
internal static class SafetensorsTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(SafetensorsType type) => type switch
    {
        <= SafetensorsType.F8_E8M0 => 1,
        <= SafetensorsType.BF16 => 2,
        <= SafetensorsType.F32 => 4,
        _ => 8,
    };

    /// <summary>The type of the name that the reader stands on.</summary>
    public static bool TryParse(ref Utf8JsonReader reader, out SafetensorsType type)
    {
        foreach (SafetensorsType candidate in Enum.GetValues<SafetensorsType>())
        {
            type = candidate;
            if (reader.ValueTextEquals(candidate.ToString())) return true;
        }
        type = default;
        return false;
    }

    /// <summary>Whether weights are kept in such a type.</summary>
    public static bool IsFloat(SafetensorsType type) =>
        type is SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F64;

    /// <summary>Whether <see cref="ToFloats"/> can convert it.</summary>
    public static bool IsNumber(SafetensorsType type) =>
        type is not (SafetensorsType.F8_E5M2 or SafetensorsType.F8_E4M3 or SafetensorsType.F8_E8M0 or SafetensorsType.C64);

    /// <summary>Rounds elements to floats.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="bytes">The elements.</param>
    /// <param name="destination">As many floats.</param>
    public static void ToFloats(SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (type)
        {
            case SafetensorsType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case SafetensorsType.BF16:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < upper.Length; i++) destination[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
            case SafetensorsType.F16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (int i = 0; i < halves.Length; i++) destination[i] = (float)halves[i];
                break;
            case SafetensorsType.F64:
                ReadOnlySpan<double> doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (int i = 0; i < doubles.Length; i++) destination[i] = (float)doubles[i];
                break;
            case SafetensorsType.I64:
                FromWhole<long>(bytes, destination);
                break;
            case SafetensorsType.U64:
                FromWhole<ulong>(bytes, destination);
                break;
            case SafetensorsType.I32:
                FromWhole<int>(bytes, destination);
                break;
            case SafetensorsType.U32:
                FromWhole<uint>(bytes, destination);
                break;
            case SafetensorsType.I16:
                FromWhole<short>(bytes, destination);
                break;
            case SafetensorsType.U16:
                FromWhole<ushort>(bytes, destination);
                break;
            case SafetensorsType.I8:
                FromWhole<sbyte>(bytes, destination);
                break;
            case SafetensorsType.U8 or SafetensorsType.BOOL:
                FromWhole<byte>(bytes, destination);
                break;
            default:
                throw new NotSupportedException($"{type} cannot be read as floats; read its bytes instead");
        }
    }

    private static void FromWhole<T>(ReadOnlySpan<byte> bytes, Span<float> destination)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) destination[i] = float.CreateTruncating(values[i]);
    }
}
