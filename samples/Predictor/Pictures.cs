using System.Buffers.Binary;
using System.IO.Compression;

namespace Samples.Predictor;

/// <summary>The first pictures of an idx file, as the network was trained on them.</summary>
internal static class Pictures
{
    private const int PictureFile = 2051;

    /// <summary>Mean and standard deviation of the training pictures, on a scale from 0 to 1.</summary>
    private const float Mean = 0.286f, Deviation = 0.353f;

    /// <exception cref="InvalidDataException">The file holds no pictures of 28×28.</exception>
    public static float[][] Read(string path, int count)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        Span<byte> header = stackalloc byte[16];
        stream.ReadExactly(header);
        if (NumberAt(header, 0) != PictureFile || NumberAt(header, 8) != 28 || NumberAt(header, 12) != 28)
            throw new InvalidDataException($"{path}: expected pictures of 28×28");

        float[][] pictures = new float[Math.Clamp(count, 0, NumberAt(header, 4))][];
        byte[] pixels = new byte[28 * 28];
        for (int i = 0; i < pictures.Length; i++)
        {
            stream.ReadExactly(pixels);
            pictures[i] = Array.ConvertAll(pixels, pixel => (pixel / 255f - Mean) / Deviation);
        }

        return pictures;
    }

    private static int NumberAt(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadInt32BigEndian(header[offset..]);
}
