namespace ModelDsl.Training;

/// <summary>
/// CIFAR-10: 50,000 + 10,000 colour pictures in ten classes, 3×32×32, in its binary version: records of one label and 3,072 bytes,
/// red, green, blue, row by row (Krizhevsky, 2009).
/// </summary>
public static class Cifar10
{
    private const int Classes = 10;
    private const int Side = 32;
    private const int PictureSize = 3 * Side * Side;
    private const int RecordSize = 1 + PictureSize;
    private const int RecordsPerFile = 10_000;

    private const string Advice =
        "Unpack cifar-10-binary.tar.gz, \"CIFAR-10 binary version\", from https://www.cs.toronto.edu/~kriz/cifar.html again, " +
        "and name the folder with its .bin files.";

    private static readonly string[] TrainFiles =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];

    private static readonly string[] TestFiles = ["test_batch.bin"];

    /// <summary>"airplane" to "truck".</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Whether a folder holds files of this data set, or what is left of it, itself or in <c>cifar-10-batches-bin</c>.</summary>
    public static bool IsIn(string folder) => Folders(folder).Any(f => TrainFiles.Concat(TestFiles).Any(name => File.Exists(Path.Combine(f, name))));

    /// <summary>Reads one part from the folder of the <c>.bin</c> files, or from the folder above it.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged.</exception>
    public static ImageDataset Load(string folder, DataPart part) => Load(folder, part, RecordsPerFile);

    /// <summary>As <see cref="Load(string, DataPart)"/>, for files of another length: tests need not write 180 MB.</summary>
    internal static ImageDataset Load(string folder, DataPart part, int recordsPerFile)
    {
        string[] names = part switch
        {
            DataPart.Train => TrainFiles,
            DataPart.Test => TestFiles,
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "expected Train or Test"),
        };
        if (!Directory.Exists(folder))
            throw new DatasetException(folder, "a folder with the .bin files of CIFAR-10", "no such folder", Advice);
        if (!IsIn(folder))
            throw new DatasetException(folder, $"the file {names[0]}", Instead(folder), Advice);

        string source = Folders(folder).First(f => TrainFiles.Concat(TestFiles).Any(name => File.Exists(Path.Combine(f, name))));
        byte[] pixels = new byte[names.Length * recordsPerFile * PictureSize];
        byte[] labels = new byte[names.Length * recordsPerFile];
        for (int i = 0; i < names.Length; i++)
        {
            ReadRecords(
                Path.Combine(source, names[i]),
                pixels.AsSpan(i * recordsPerFile * PictureSize, recordsPerFile * PictureSize),
                labels.AsSpan(i * recordsPerFile, recordsPerFile));
        }

        return new ImageDataset(pixels, labels, channels: 3, Side, Side) { ClassNames = ClassNames };
    }

    private static string[] Folders(string folder) => [folder, Path.Combine(folder, "cifar-10-batches-bin")];

    private static string Instead(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "cifar-10-batches-py")) || File.Exists(Path.Combine(folder, "batches.meta")))
            return "the version for Python";
        return Directory.EnumerateFiles(folder, "cifar-10*.tar.gz").Any() ? "only the packed archive" : "no such file in the folder";
    }

    private static void ReadRecords(string path, Span<byte> pixels, Span<byte> labels)
    {
        string expected = $"{labels.Length} records of {RecordSize} bytes (a label and 3×32×32 pixels), {(long)labels.Length * RecordSize} bytes";
        using DataFile file = DataFile.Open(path, expected, Advice);
        Span<byte> label = stackalloc byte[1];
        for (int i = 0; i < labels.Length; i++)
        {
            if (file.ReadUpTo(label) < 1 || file.ReadUpTo(pixels.Slice(i * PictureSize, PictureSize)) < PictureSize)
                throw file.Error(expected, $"a file that ends within record {i + 1}");
            labels[i] = label[0];
        }

        file.ExpectEnd(expected);
        LabelCheck.Check(path, labels, Classes, Advice);
    }
}
