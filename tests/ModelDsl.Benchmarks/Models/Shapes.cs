namespace ModelDsl.Benchmarks.Models;

// Unusual shapes, each followed by the nearest round one where that does not stand here already.
[Model, Input(127), Linear(61), ReLU, Linear(31), ReLU, Linear(10), CrossEntropyLoss] public partial class Linear127x61x31;
[Model, Input(128), Linear(64), ReLU, Linear(32), ReLU, Linear(10), CrossEntropyLoss] public partial class Linear128x64x32;
[Model, Input(1021), Linear(509), ReLU, Linear(251), ReLU, Linear(10), CrossEntropyLoss] public partial class Linear1021x509x251;
[Model, Input(1024), Linear(512), ReLU, Linear(256), ReLU, Linear(10), CrossEntropyLoss] public partial class Linear1024x512x256;
[Model, Input(256), Linear(33), ReLU, Linear(33), ReLU, Linear(10), CrossEntropyLoss] public partial class Linear33;
[Model, Input(256), Linear(32), ReLU, Linear(32), ReLU, Linear(10), CrossEntropyLoss] public partial class Linear32;

// The second convolution needs all three passes, forward, weights' and input's gradient; the rest is small beside it.
[Model, Input(32, 16, 16), Conv2d(32, 3, Padding = 1), ReLU, Conv2d(32, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv32;

// The same by direct sums, as kernels are computed that Winograd's algorithm does not serve.
[Model(Exact = true), Input(32, 16, 16), Conv2d(32, 3, Padding = 1), ReLU, Conv2d(32, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv32Direct;

[Model, Input(1, 16, 16), Conv2d(32, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv1Channel;

[Model, Input(4, 16, 16), Conv2d(32, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv4Channels;

[Model, Input(32, 16, 16), Conv2d(33, 3, Padding = 1), ReLU, Conv2d(33, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv33;

[Model, Input(31, 16, 16), Conv2d(31, 3, Padding = 1), ReLU, Conv2d(29, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv31x29;

[Model, Input(32, 16, 16), Conv2d(32, 5, Padding = 2), ReLU, Conv2d(32, 5, Padding = 2), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv5x5;

[Model, Input(32, 16, 16), Conv2d(32, 7, Padding = 3), ReLU, Conv2d(32, 7, Padding = 3), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv7x7;

[Model, Input(32, 16, 16), Conv2d(32, 1), ReLU, Conv2d(32, 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv1x1;

[Model, Input(32, 16, 16), Conv2d(32, 3, Padding = 1), ReLU, Conv2d(32, 3, Padding = 1, Stride = 2), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class ConvStride2;

[Model, Input(32, 17, 17), Conv2d(32, 3, Padding = 1), ReLU, Conv2d(32, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv17x17;

[Model, Input(32, 17, 17), Conv2d(32, 5, Padding = 2), ReLU, Conv2d(33, 5, Padding = 2, Stride = 2), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv17x17Stride2;

[Model, Input(31, 17, 17), Conv2d(31, 3, Padding = 1, Groups = 31), ReLU, Conv2d(61, 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Depthwise31;

[Model, Input(32, 16, 16), Conv2d(32, 3, Padding = 1, Groups = 32), ReLU, Conv2d(64, 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Depthwise32;
