using System.Buffers.Binary;
using System.Text;

namespace ModelDsl.Runtime.Tests.Files;

/// <summary>Makes safetensors files byte by byte, right or wrong.</summary>
internal static class SafetensorsBytes
{
    public static byte[] File(string header, byte[] data) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(string header, int dataLength = 0) => File(header, new byte[dataLength]);

    public static byte[] File(byte[] header, byte[] data)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        return [.. prefix, .. header, .. data];
    }

    /// <summary>A file with one tensor <c>a</c> of one byte, the description of which is given.</summary>
    public static byte[] Tensor(string fields) => File("{\"a\":{" + fields + "}}", 1);
}
