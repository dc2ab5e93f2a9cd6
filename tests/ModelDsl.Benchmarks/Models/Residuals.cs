namespace ModelDsl.Benchmarks.Models;

/// <summary>A convolutional network as a line.</summary>
[Model, Input(3, 32, 32)]
[Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
[Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU]
[Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU]
[AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class DeepConv32;

/// <summary>The same layers with ways past each pair.</summary>
[Model]
public partial class ResidualConv32
{
    [Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)] private partial Tensor Stem(Tensor x);
    [Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, Conv2d(32, 3, Padding = 1), BatchNorm2d] private partial Tensor First(Tensor x);
    [Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, Conv2d(32, 3, Padding = 1), BatchNorm2d] private partial Tensor Second(Tensor x);
    [AdaptiveAvgPool2d(1), Flatten, Linear(10)] private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Run([Shape(3, 32, 32)] Tensor picture)
    {
        Tensor x = Stem(picture);
        x = TensorFunctions.ReLU(x + First(x));
        x = TensorFunctions.ReLU(x + Second(x));
        return Classify(x);
    }

    [Objective]
    private Tensor Loss(Tensor scores, Tensor label) => TensorFunctions.CrossEntropy(scores, label);
}
