namespace ModelDsl.Training;

/// <summary>Fashion-MNIST: 60,000 + 10,000 pictures of clothes in ten classes, 28×28, grey, in the format of MNIST (Zalando SE, 2017).</summary>
public static class FashionMnist
{
    private const string Advice =
        "Get the four files train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and " +
        "t10k-labels-idx1-ubyte.gz again, whole, into one folder: https://github.com/zalandoresearch/fashion-mnist.";

    /// <summary>"T-shirt/top" to "Ankle boot".</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Whether a folder holds files of this data set, or what is left of it. MNIST has the same file names.</summary>
    public static bool IsIn(string folder) => MnistFolder.IsIn(folder, "FashionMNIST");

    /// <summary>Reads one part from a folder: the published <c>.gz</c> files, the same unpacked, or torchvision's <c>FashionMNIST/raw</c>.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged.</exception>
    public static ImageDataset Load(string folder, DataPart part) => MnistFolder.Load(folder, part, "FashionMNIST", ClassNames, Advice);
}
