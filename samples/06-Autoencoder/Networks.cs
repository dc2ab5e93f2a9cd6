using ModelDsl;
using static ModelDsl.TensorFunctions;

namespace Samples.Autoencoder;

/// <summary>784 pixels in, 32 numbers out.</summary>
[Model]
[Input(1, 28, 28)]
[Conv2d(16, 3, Stride = 2, Padding = 1), ReLU]
[Conv2d(32, 3, Stride = 2, Padding = 1), ReLU]
[Flatten, Linear(32)]
public partial class Encoder;

/// <summary>Squeezes a picture through 32 numbers and draws it again: the picture is its own target.</summary>
[Model]
public partial class PictureCoder
{
    [Use<Encoder>] private partial Tensor Encode(Tensor image);

    [Linear(256), ReLU, Linear(784), Sigmoid] private partial Tensor Decode(Tensor code);

    [Forward]
    private Tensor Run([Shape(1, 28, 28)] Tensor image) => Reshape(Decode(Encode(image)), 1, 28, 28);

    [Objective]
    private Tensor Loss(Tensor rebuilt, Tensor image) => MSELoss(rebuilt, image);
}

/// <summary>Tells clothes apart by their 32 numbers. What the encoder has learned stays as it is.</summary>
[Model]
public partial class FrozenClassifier
{
    [Freeze, Use<Encoder>] private partial Tensor Encode(Tensor image);

    [BatchNorm1d, Linear(64), ReLU, Linear(10)] private partial Tensor Decide(Tensor code);

    [Forward]
    private Tensor Run([Shape(1, 28, 28)] Tensor image) => Decide(Encode(image));

    [Objective]
    private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
}

/// <summary>The same network, which has to learn everything from the labelled pictures.</summary>
[Model]
public partial class FreshClassifier
{
    [Use<Encoder>] private partial Tensor Encode(Tensor image);

    [BatchNorm1d, Linear(64), ReLU, Linear(10)] private partial Tensor Decide(Tensor code);

    [Forward]
    private Tensor Run([Shape(1, 28, 28)] Tensor image) => Decide(Encode(image));

    [Objective]
    private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
}
