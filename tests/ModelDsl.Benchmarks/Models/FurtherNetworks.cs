namespace ModelDsl.Benchmarks.Models;

// What the cases of the table do not have: kernels that Winograd's algorithm does not serve with many channels, deep chains, large batches.

/// <summary>The first convolutional network that most people train.</summary>
[Model, Input(1, 28, 28)]
[Conv2d(6, 5, Padding = 2), ReLU, MaxPool2d(2), Conv2d(16, 5), ReLU, MaxPool2d(2), Flatten]
[Linear(120), ReLU, Linear(84), ReLU, Linear(10), CrossEntropyLoss]
public partial class LeNet;

/// <summary>AlexNet's convolutions.</summary>
[Model, Input(3, 224, 224)]
[Conv2d(64, 11, Stride = 4, Padding = 2), ReLU, MaxPool2d(2), Conv2d(192, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(384, 3, Padding = 1), ReLU, Conv2d(256, 3, Padding = 1), ReLU, Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(2)]
[AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class AlexNetConvolutions;

/// <summary>How a ResNet begins, as a chain.</summary>
[Model, Input(3, 112, 112)]
[Conv2d(64, 7, Stride = 2, Padding = 3), BatchNorm2d, ReLU, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), BatchNorm2d, ReLU, Conv2d(64, 3, Padding = 1), BatchNorm2d, ReLU]
[Conv2d(128, 3, Padding = 1, Stride = 2), BatchNorm2d, ReLU, Conv2d(128, 3, Padding = 1), BatchNorm2d, ReLU]
[AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class ResNetStem;

/// <summary>A bottleneck of a ResNet.</summary>
[Model, Input(256, 14, 14)]
[Conv2d(64, 1), BatchNorm2d, ReLU, Conv2d(64, 3, Padding = 1), BatchNorm2d, ReLU, Conv2d(256, 1), BatchNorm2d, ReLU]
[AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Bottleneck;

/// <summary>A convolution of 32 groups.</summary>
[Model, Input(128, 16, 16)]
[Conv2d(128, 3, Padding = 1, Groups = 32), BatchNorm2d, ReLU, Conv2d(256, 1), BatchNorm2d, ReLU]
[AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class ManyGroups;

/// <summary>The discriminator of a DCGAN, with ReLU.</summary>
[Model, Input(3, 64, 64)]
[Conv2d(64, 4, Stride = 2, Padding = 1), ReLU, Conv2d(128, 4, Stride = 2, Padding = 1), BatchNorm2d, ReLU]
[Conv2d(256, 4, Stride = 2, Padding = 1), BatchNorm2d, ReLU, Conv2d(512, 4, Stride = 2, Padding = 1), BatchNorm2d, ReLU]
[Flatten, Linear(2), CrossEntropyLoss]
public partial class Discriminator;

/// <summary>A few columns of a table, many rows at a time.</summary>
[Model, Input(20), Linear(256), ReLU, Linear(256), ReLU, Linear(256), ReLU, Linear(2), CrossEntropyLoss]
public partial class Tabular;

/// <summary>A transformer's feed-forward layer.</summary>
[Model, Input(512), LayerNorm, Linear(2048), GELU, Linear(512), LayerNorm, Linear(10), CrossEntropyLoss]
public partial class FeedForward;

/// <summary>Eight narrow layers.</summary>
[Model, Input(16), Linear(32), ReLU, Linear(32), ReLU, Linear(32), ReLU, Linear(32), ReLU, Linear(32), ReLU, Linear(32), ReLU, Linear(32), ReLU, Linear(4), CrossEntropyLoss]
public partial class DeepPerceptron;
