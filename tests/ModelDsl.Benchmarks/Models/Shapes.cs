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

// Small pictures, which tiles of 4×4 fill or do not.
[Model, Input(64, 3, 3), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv3x3Pictures;

[Model, Input(64, 4, 4), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv4x4Pictures;

[Model, Input(64, 5, 5), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv5x5Pictures;

[Model, Input(64, 6, 6), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv6x6Pictures;

[Model, Input(64, 7, 7), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv7x7Pictures;

[Model, Input(64, 8, 8), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv8x8Pictures;

[Model, Input(64, 9, 9), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(64, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv9x9Pictures;

// A few channels above whole vectors or panels, alone and where pictures are odd too.
[Model, Input(16, 16, 16), Conv2d(16, 3, Padding = 1), ReLU, Conv2d(16, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv16;

[Model, Input(17, 16, 16), Conv2d(17, 3, Padding = 1), ReLU, Conv2d(17, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv17;

[Model, Input(17, 17, 17), Conv2d(17, 3, Padding = 1), ReLU, Conv2d(17, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv17On17x17;

[Model, Input(33, 17, 17), Conv2d(33, 3, Padding = 1), ReLU, Conv2d(33, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv33On17x17;

[Model, Input(3, 17, 17), Conv2d(17, 1), ReLU, Conv2d(33, 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv1x1Of17;

[Model, Input(3, 16, 16), Conv2d(16, 1), ReLU, Conv2d(32, 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv1x1Of16;

[Model, Input(67, 16, 16), Conv2d(65, 3, Padding = 1), ReLU, Conv2d(47, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv67x65x47;

[Model, Input(64, 16, 16), Conv2d(64, 3, Padding = 1), ReLU, Conv2d(48, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv64x64x48;

[Model, Input(13, 16, 16), Conv2d(13, 3, Padding = 1), ReLU, Conv2d(13, 3, Padding = 1), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv13;

// Groups that are no whole vectors.
[Model, Input(32, 16, 16), Conv2d(32, 3, Padding = 1, Groups = 2), ReLU, Conv2d(32, 3, Padding = 1, Groups = 2), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv2GroupsOf16;

[Model, Input(34, 16, 16), Conv2d(34, 3, Padding = 1, Groups = 2), ReLU, Conv2d(34, 3, Padding = 1, Groups = 2), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv2GroupsOf17;

[Model, Input(33, 16, 16), Conv2d(33, 3, Padding = 1, Groups = 3), ReLU, Conv2d(33, 3, Padding = 1, Groups = 3), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv3GroupsOf11;

[Model, Input(32, 16, 16), Conv2d(32, 3, Padding = 1, Groups = 4), ReLU, Conv2d(32, 3, Padding = 1, Groups = 4), ReLU, AdaptiveAvgPool2d(1), Flatten, Linear(10), CrossEntropyLoss]
public partial class Conv4GroupsOf8;

// Layers of which little more than the edges is there.
[Model, Input(33), Linear(33), ReLU, Linear(33), ReLU, Linear(33), CrossEntropyLoss] public partial class Linear33x33x33;
[Model, Input(32), Linear(32), ReLU, Linear(32), ReLU, Linear(32), CrossEntropyLoss] public partial class Linear32x32x32;
