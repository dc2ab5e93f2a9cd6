namespace ModelDsl.Benchmarks.Models;

/// <summary>The network of PyTorch's MNIST example.</summary>
[Model, Input(1, 28, 28)]
[Conv2d(32, 3), ReLU, Conv2d(64, 3), ReLU, MaxPool2d(2), Dropout(0.25f), Flatten]
[Linear(128), ReLU, Dropout(0.5f), Linear(10), CrossEntropyLoss]
public partial class MnistExample;

[Model, Input(3, 32, 32)]
[Conv2d(32, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Flatten, Linear(10), CrossEntropyLoss]
public partial class Cifar;

/// <summary>The shape of the CIFAR-10 speed records.</summary>
[Model, Input(3, 32, 32)]
[Conv2d(24, 2), GELU]
[Conv2d(64, 3, Padding = 1), MaxPool2d(2), BatchNorm2d, GELU, Conv2d(64, 3, Padding = 1), BatchNorm2d, GELU]
[Conv2d(256, 3, Padding = 1), MaxPool2d(2), BatchNorm2d, GELU, Conv2d(256, 3, Padding = 1), BatchNorm2d, GELU]
[Conv2d(256, 3, Padding = 1), MaxPool2d(2), BatchNorm2d, GELU, Conv2d(256, 3, Padding = 1), BatchNorm2d, GELU]
[MaxPool2d(3), Flatten, Linear(10), CrossEntropyLoss]
public partial class CifarSpeedRecord;

[Model, Input(1, 28, 28)]
[Conv2d(16, 3, Padding = 1), ReLU, MaxPool2d(2), Conv2d(32, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class AdaptivePooling;

/// <summary>A small MobileNet: 3×3 convolutions of each channel alone, then 1×1 across them.</summary>
[Model, Input(3, 32, 32)]
[Conv2d(32, 3, Padding = 1, Stride = 2), BatchNorm2d, ReLU]
[Conv2d(32, 3, Padding = 1, Groups = 32), BatchNorm2d, ReLU, Conv2d(64, 1), BatchNorm2d, ReLU]
[Conv2d(64, 3, Padding = 1, Stride = 2, Groups = 64), BatchNorm2d, ReLU, Conv2d(128, 1), BatchNorm2d, ReLU]
[Conv2d(128, 3, Padding = 1, Groups = 128), BatchNorm2d, ReLU, Conv2d(128, 1), BatchNorm2d, ReLU]
[AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class DepthwiseSeparable;
