using ModelDsl;
using static ModelDsl.TensorFunctions;

namespace Samples.Residual;

/// <summary>Two convolutions that learn what is to be changed about their input: y = relu(x + f(x)).</summary>
[Model]
public partial class Residual32
{
    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU] private partial Tensor Conv1(Tensor x);

    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm2d] private partial Tensor Conv2(Tensor x);

    [Forward]
    private Tensor Run([Shape(32, 14, 14)] Tensor x) => ReLU(x + Conv2(Conv1(x)));
}

/// <summary>The same for 64 channels.</summary>
[Model]
public partial class Residual64
{
    [Conv2d(64, 3, Padding = 1, Bias = false), BatchNorm2d, ReLU] private partial Tensor Conv1(Tensor x);

    [Conv2d(64, 3, Padding = 1, Bias = false), BatchNorm2d] private partial Tensor Conv2(Tensor x);

    [Forward]
    private Tensor Run([Shape(64, 7, 7)] Tensor x) => ReLU(x + Conv2(Conv1(x)));
}
