using System.Buffers.Binary;

namespace ModelDsl.Training;

/// <summary>
/// The idx format of the MNIST data sets: four bytes of magic (0, 0, element type, number of dimensions), the dimensions as big-endian
/// 32-bit numbers, then the elements. Element type 8, unsigned bytes, is what pictures and labels have.
/// </summary>
internal static class IdxReader
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads N pictures of height × width and their N labels, each file plain or gzip.</summary>
    public static ImageDataset ReadImages(string imagesPath, string labelsPath, IReadOnlyList<string> classNames, string advice)
    {
        (int[] shape, byte[] pixels) = ReadBytes(imagesPath, dimensions: 3, "pictures", advice);
        (int[] labelShape, byte[] labels) = ReadBytes(labelsPath, dimensions: 1, "labels", advice);
        if (labelShape[0] != shape[0])
        {
            throw new DatasetException(
                labelsPath, $"{shape[0]} labels, one for each picture of {Path.GetFileName(imagesPath)}", $"{labelShape[0]}",
                $"The two files do not belong together. {advice}");
        }

        LabelCheck.Check(labelsPath, labels, classNames.Count, advice);
        return new ImageDataset(pixels, labels, channels: 1, height: shape[1], width: shape[2]) { ClassNames = classNames };
    }

    private static (int[] Shape, byte[] Elements) ReadBytes(string path, int dimensions, string what, string advice)
    {
        using DataFile file = DataFile.Open(path, $"{what} in idx format", advice);
        Span<byte> magic = stackalloc byte[4];
        int got = file.ReadUpTo(magic);
        if (got < 4 || magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedByte || magic[3] != dimensions)
        {
            string found = got == 0 ? "an empty file" : Convert.ToHexStringLower(magic[..got]);
            throw file.Error($"{what} in idx format, which start with 000008{dimensions:x2} ({dimensions} dimensions of unsigned bytes)", found);
        }

        Span<byte> header = stackalloc byte[4 * dimensions];
        if (file.ReadUpTo(header) < header.Length)
            throw file.Error($"a header of {4 + header.Length} bytes", "a file that ends within it");

        int[] shape = new int[dimensions];
        long length = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * i)..]);
            if (size is 0 or > int.MaxValue)
                throw file.Error("sizes from 1 to 2147483647 in the header", $"{size} as size {i + 1} of {dimensions}");
            shape[i] = (int)size;
            length = size > long.MaxValue / length ? long.MaxValue : length * size;
        }

        string expected = $"{shape[0]} {what}" + (dimensions > 1 ? $" of {ShapeText.Format(shape[1..])}" : "") + $", {length} bytes";
        byte[] elements = file.ReadExactly(length, expected);
        file.ExpectEnd(expected);
        return (shape, elements);
    }
}
