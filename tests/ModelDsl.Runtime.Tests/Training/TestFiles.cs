using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelDsl.Runtime.Tests.Training;

/// <summary>Makes the bytes of data files, good ones and, by their arguments, bad ones.</summary>
internal static class TestFiles
{
    public static byte[] Idx(int[] shape, byte[] elements, byte type = 8)
    {
        byte[] file = new byte[4 + 4 * shape.Length + elements.Length];
        file[2] = type;
        file[3] = (byte)shape.Length;
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), shape[i]);
        elements.CopyTo(file, 4 + 4 * shape.Length);
        return file;
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>Bytes that neither repeat nor compress.</summary>
    public static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Records of a label and 3,072 pixels; the pixels are noise.</summary>
    public static byte[] Cifar(int seed, params byte[] labels)
    {
        byte[] records = Noise(labels.Length * 3073, seed);
        for (int i = 0; i < labels.Length; i++)
            records[i * 3073] = labels[i];
        return records;
    }
}
