using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Emission;

/// <summary>The chain is sugar: the same network in the graph form becomes the same code, word for word.</summary>
public class TwoFormsTests
{
    private const string Chain = """
        [Model]
        [Input(1, 12, 12)]
        [Conv2d(8, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
        [Flatten, Linear(20), GELU, LayerNorm, Linear(10)]
        [CrossEntropyLoss]
        public partial class Net;
        """;

    private const string Graph = """
        [Model]
        public partial class Net
        {
            [Conv2d(8, 3, Padding = 1)] private partial Tensor Conv1(Tensor x);
            [BatchNorm2d] private partial Tensor Bn1(Tensor x);
            [ReLU] private partial Tensor Relu1(Tensor x);
            [MaxPool2d(2)] private partial Tensor MaxPool1(Tensor x);
            [Flatten] private partial Tensor Flatten1(Tensor x);
            [Linear(20)] private partial Tensor Linear1(Tensor x);
            [GELU] private partial Tensor Gelu1(Tensor x);
            [LayerNorm] private partial Tensor Ln1(Tensor x);
            [Linear(10)] private partial Tensor Linear2(Tensor x);
            [Forward] private Tensor Run([Shape(1, 12, 12)] Tensor input) => Linear2(Ln1(Gelu1(Linear1(Flatten1(MaxPool1(Relu1(Bn1(Conv1(input)))))))));
            [Objective] private Tensor Loss(Tensor outputs, Tensor targets) => CrossEntropy(outputs, targets);
        }
        """;

    [Theory]
    [InlineData("Prediction")]
    [InlineData("Training")]
    [InlineData("Tiles")]
    public void Engines_OfBothForms_AreTheSame(string part)
        => Assert.Equal(Generation.Run(Chain).Files()[$"Net.{part}.g.cs"], Generation.Run(Graph).Files()[$"Net.{part}.g.cs"]);
}
