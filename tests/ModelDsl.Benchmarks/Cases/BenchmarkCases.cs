using ModelDsl.Benchmarks.Models;

namespace ModelDsl.Benchmarks.Cases;

internal static class BenchmarkCases
{
    /// <summary>Those of the table.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        new("mlp-tiny", typeof(TinyPerceptron), 32),
        new("mlp-tiny-predict", typeof(TinyPerceptron), 1, Trains: false),
        new("mlp-128", typeof(Perceptron128), 64),
        new("mlp-128-b1", typeof(Perceptron128), 1),
        new("mlp-512-256", typeof(Perceptron512x256), 128),
        new("mlp-1024-1024", typeof(Perceptron1024x1024), 256),
        new("mlp-512-128-adamw", typeof(Perceptron512x128), 64, Optimizer: "AdamW"),
        new("mlp-layernorm", typeof(LayerNormPerceptron), 128),
        new("mnist-example", typeof(MnistExample), 64),
        new("cifar", typeof(Cifar), 64),
        new("cifar-b1", typeof(Cifar), 1),
        new("cifar-predict", typeof(Cifar), 1, Trains: false),
        new("cifar-speed", typeof(CifarSpeedRecord), 512),
        new("cifar-speed-predict", typeof(CifarSpeedRecord), 1, Trains: false),
        new("adaptive-pooling", typeof(AdaptivePooling), 64),
        new("depthwise", typeof(DepthwiseSeparable), 64),
    ];

    /// <summary>Networks and batches beside the table's, on which no aim is set: where does libtorch come close?</summary>
    public static IReadOnlyList<BenchmarkCase> Further { get; } =
    [
        new("lenet", typeof(LeNet), 64),
        new("lenet-predict", typeof(LeNet), 1, Trains: false),
        new("alexnet", typeof(AlexNetConvolutions), 8),
        new("alexnet-predict", typeof(AlexNetConvolutions), 1, Trains: false),
        new("resnet-stem", typeof(ResNetStem), 8),
        new("resnet-stem-predict", typeof(ResNetStem), 1, Trains: false),
        new("bottleneck", typeof(Bottleneck), 32),
        new("many-groups", typeof(ManyGroups), 32),
        new("discriminator", typeof(Discriminator), 32),
        new("tabular", typeof(Tabular), 1024),
        new("tabular-predict", typeof(Tabular), 4096, Trains: false),
        new("feed-forward", typeof(FeedForward), 64),
        new("feed-forward-predict", typeof(FeedForward), 512, Trains: false),
        new("mlp-deep", typeof(DeepPerceptron), 16),
        new("mlp-128-b1024", typeof(Perceptron128), 1024),
        new("mlp-1024-1024-b8", typeof(Perceptron1024x1024), 8),
        new("mlp-1024-predict", typeof(Perceptron1024x1024), 1, Trains: false),
        new("cifar-predict-b64", typeof(Cifar), 64, Trains: false),
    ];

    public static BenchmarkCase? Find(string name) => All.Concat(Further).FirstOrDefault(known => known.Name == name);
}
