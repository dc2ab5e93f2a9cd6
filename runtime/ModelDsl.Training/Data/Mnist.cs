namespace ModelDsl.Training;

/// <summary>MNIST: 60,000 + 10,000 handwritten digits, 28×28, grey (LeCun, Cortes, Burges).</summary>
public static class Mnist
{
    private const string Advice =
        "Get the four files train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and " +
        "t10k-labels-idx1-ubyte.gz of MNIST again, whole, into one folder.";

    /// <summary>"0" to "9".</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Reads one part from a folder: the published <c>.gz</c> files, the same unpacked, or torchvision's <c>MNIST/raw</c>.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged.</exception>
    public static ImageDataset Load(string folder, DataPart part) => MnistFolder.Load(folder, part, "MNIST", ClassNames, Advice);
}
