using ModelDsl;

namespace Samples.Quickstart;

/// <summary>For grey pictures of 28×28: two blocks of convolution and pooling, then one linear layer over what is left.</summary>
[Model]
[Input(1, 28, 28)]
[Conv2d(32, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), BatchNorm2d, ReLU, MaxPool2d(2)]
[Flatten, Dropout(0.3f), Linear(10)]
[CrossEntropyLoss]
public partial class FashionNet;
