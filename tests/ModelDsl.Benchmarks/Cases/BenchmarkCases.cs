using ModelDsl.Benchmarks.Models;

namespace ModelDsl.Benchmarks.Cases;

internal static class BenchmarkCases
{
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

    public static BenchmarkCase? Find(string name) => All.FirstOrDefault(known => known.Name == name);
}
