namespace ModelDsl.Training;

/// <summary>
/// The four files of MNIST and its relatives in one folder, as they are published (gzip), unpacked, under the names with a dot that some
/// archives use, or in the <c>raw</c> folder that torchvision makes.
/// </summary>
internal static class MnistFolder
{
    public static ImageDataset Load(string folder, DataPart part, string torchvisionName, IReadOnlyList<string> classNames, string advice)
    {
        string prefix = Prefix(part);
        string images = Find(folder, $"{prefix}-images", "idx3-ubyte", torchvisionName)
            ?? throw Missing(folder, $"{prefix}-images-idx3-ubyte.gz", advice);
        string labels = Find(folder, $"{prefix}-labels", "idx1-ubyte", torchvisionName)
            ?? throw Missing(folder, $"{prefix}-labels-idx1-ubyte.gz", advice);
        return IdxReader.ReadImages(images, labels, classNames, advice);
    }

    /// <summary>Whether any of the four files is there: then the folder is meant to hold this data set, whole or not.</summary>
    public static bool IsIn(string folder, string torchvisionName) =>
        Enum.GetValues<DataPart>().Any(part =>
            Find(folder, $"{Prefix(part)}-images", "idx3-ubyte", torchvisionName) is not null
            || Find(folder, $"{Prefix(part)}-labels", "idx1-ubyte", torchvisionName) is not null);

    private static string Prefix(DataPart part) => part switch
    {
        DataPart.Train => "train",
        DataPart.Test => "t10k",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "expected Train or Test"),
    };

    private static string? Find(string folder, string name, string type, string torchvisionName)
    {
        string[] folders = [folder, Path.Combine(folder, "raw"), Path.Combine(folder, torchvisionName, "raw")];
        string[] names = [$"{name}-{type}.gz", $"{name}-{type}", $"{name}.{type}.gz", $"{name}.{type}"];
        return folders.SelectMany(_ => names, Path.Combine).FirstOrDefault(File.Exists);
    }

    private static DatasetException Missing(string folder, string file, string advice) => Directory.Exists(folder)
        ? new DatasetException(folder, $"the file {file} (or the same without .gz)", "no such file in the folder", advice)
        : new DatasetException(folder, "a folder with the data set", "no such folder", advice);
}
