using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>
/// Emitted code as verified text: a change of the compiler shows what it changes for users. The register tiles, which are long and much
/// alike, are compared for the smallest model only.
/// </summary>
public class SnapshotTests
{
    [Fact]
    public Task Neuron() => Golden.Verify(Generation.Run("[Model, Input(2), Linear(1, Bias = false), Sigmoid] public partial class Neuron;"));

    [Fact]
    public Task Mlp() => Golden.Verify(Generation.Run("""
        namespace Nets;

        /// <summary>A perceptron with one hidden layer.</summary>
        [Model]
        [Input(784, Name = "pixels")]
        [Linear(256, Name = "hidden"), ReLU]
        [Linear(10, Name = "scores")]
        [CrossEntropyLoss]
        public partial class Mlp;
        """), IsTiles);

    [Fact]
    public Task Cnn() => Golden.Verify(Generation.Run("""
        [Model]
        [Input(3, 16, 16)]
        [Conv2d(8, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
        [Flatten, Dropout(0.5f), Linear(4), Sigmoid]
        [BCELoss(Reduction = Reduction.Sum)]
        public partial class Cnn;
        """), IsTiles);

    private static bool IsTiles(string hintName) => hintName.EndsWith(".Tiles.g.cs", StringComparison.Ordinal);
}
