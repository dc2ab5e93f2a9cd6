using ModelDsl;
using ModelDsl.Training;

namespace Samples.Quickstart;

/// <summary>Pictures to learn from and to measure with, and what suits them.</summary>
internal sealed record PictureSet
{
    public required string Name { get; init; }

    public required ImageDataset Train { get; init; }

    public required ImageDataset Test { get; init; }

    /// <summary>Mean and standard deviation of each channel over the training pictures, on a scale from 0 to 1.</summary>
    public required Normalize Normalize { get; init; }

    /// <summary>How far a picture may be moved, in pixels, when it is learned from.</summary>
    public required int Shift { get; init; }

    /// <summary>How often to go through the pictures when the user does not say.</summary>
    public required int Epochs { get; init; }

    /// <summary>Makes the network for such pictures.</summary>
    public required Func<long, ITrainable<int>> CreateModel { get; init; }

    /// <summary>Half of the pictures are mirrored, all are moved a little: the network never sees the same picture twice.</summary>
    public Transform Augmentation => new Compose(new RandomCrop(Train.SampleShape[1], Shift), new RandomHorizontalFlip(), Normalize);

    /// <summary>The small part of Fashion-MNIST that comes with the sample.</summary>
    public static PictureSet Embedded() => FashionFrom(Path.Combine(AppContext.BaseDirectory, "data"), "Fashion-MNIST, 4,000 + 1,000 pictures", epochs: 14);

    /// <summary>CIFAR-10 or Fashion-MNIST, whichever the folder holds.</summary>
    /// <exception cref="DatasetException">It holds neither, or a file is missing or damaged.</exception>
    public static PictureSet From(string folder)
    {
        if (Cifar10.IsIn(folder))
            return CifarFrom(folder);
        if (FashionMnist.IsIn(folder))
            return FashionFrom(folder, "Fashion-MNIST", epochs: 10);
        throw new DatasetException(
            folder, "the files of Fashion-MNIST (train-images-idx3-ubyte.gz, …) or CIFAR-10 (data_batch_1.bin, …)",
            Directory.Exists(folder) ? "neither in the folder" : "no such folder",
            "Get them from https://github.com/zalandoresearch/fashion-mnist or, as \"binary version\", from https://www.cs.toronto.edu/~kriz/cifar.html.");
    }

    private static PictureSet FashionFrom(string folder, string name, int epochs) => new()
    {
        Name = name,
        Train = FashionMnist.Load(folder, DataPart.Train),
        Test = FashionMnist.Load(folder, DataPart.Test),
        Normalize = new Normalize(mean: 0.286f, std: 0.353f),
        Shift = 1,
        Epochs = epochs,
        CreateModel = seed => new FashionNet(seed),
    };

    private static PictureSet CifarFrom(string folder) => new()
    {
        Name = "CIFAR-10",
        Train = Cifar10.Load(folder, DataPart.Train),
        Test = Cifar10.Load(folder, DataPart.Test),
        Normalize = new Normalize(mean: [0.491f, 0.482f, 0.447f], std: [0.247f, 0.243f, 0.262f]),
        Shift = 4,
        Epochs = 15,
        CreateModel = seed => new CifarNet(seed),
    };
}
