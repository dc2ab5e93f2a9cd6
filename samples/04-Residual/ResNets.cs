using ModelDsl;

namespace Samples.Residual;

/// <summary>A small residual network for Fashion-MNIST: other models are its blocks.</summary>
[Model]
public partial class FashionResNet
{
    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU, MaxPool2d(2)] private partial Tensor Stem(Tensor image);

    [Repeat(2), Use<Residual32>] private partial Tensor Layer1(Tensor x);

    [Conv2d(64, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm2d, ReLU] private partial Tensor Down(Tensor x);

    [Repeat(2), Use<Residual64>] private partial Tensor Layer2(Tensor x);

    [AdaptiveAvgPool2d(1), Flatten, Linear(10)] private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Run([Shape(1, 28, 28)] Tensor image) => Head(Layer2(Down(Layer1(Stem(image)))));

    [Objective, CrossEntropyLoss(LabelSmoothing = 0.1f)] private partial Tensor Loss(Tensor scores, Tensor label);
}

/// <summary>The same for the colour pictures of CIFAR-10.</summary>
[Model]
public partial class CifarResNet
{
    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU, MaxPool2d(2)] private partial Tensor Stem(Tensor image);

    [Repeat(2), Use<Residual32>] private partial Tensor Layer1(Tensor x);

    [Conv2d(64, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm2d, ReLU] private partial Tensor Down(Tensor x);

    [Repeat(2), Use<Residual64>] private partial Tensor Layer2(Tensor x);

    [AdaptiveAvgPool2d(1), Flatten, Linear(10)] private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Run([Shape(3, 32, 32)] Tensor image) => Head(Layer2(Down(Layer1(Stem(image)))));

    [Objective, CrossEntropyLoss(LabelSmoothing = 0.1f)] private partial Tensor Loss(Tensor scores, Tensor label);
}
