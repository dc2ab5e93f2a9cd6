using ModelDsl;

namespace Samples.Quickstart;

/// <summary>For colour pictures of 32×32: the same idea with a third block, because there is more to see.</summary>
[Model]
[Input(3, 32, 32)]
[Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
[Flatten, Dropout(0.3f), Linear(10)]
[CrossEntropyLoss]
public partial class CifarNet;
