using ModelDsl;
using static ModelDsl.TensorFunctions;

namespace Samples.TwoInputs;

/// <summary>Sees a picture of a digit and is told a number from 0 to 9: which digit does their sum end in, and how large is it?</summary>
[Model]
public partial class AddingNet
{
    [Conv2d(16, 3, Padding = 1), ReLU, MaxPool2d(2)]
    [Conv2d(32, 3, Padding = 1), ReLU, Flatten]
    [Linear(48), ReLU]
    private partial Tensor See(Tensor picture);

    [Linear(16), ReLU] private partial Tensor Hear(Tensor number);

    [Linear(128), ReLU] private partial Tensor Think(Tensor all);

    [Linear(10)] private partial Tensor SayDigit(Tensor thought);

    [Linear(1)] private partial Tensor SaySum(Tensor thought);

    [Forward]
    private (Tensor Digit, Tensor Sum) Run([Shape(1, 8, 8)] Tensor picture, [Shape(10)] Tensor number)
    {
        Tensor thought = Think(Concat([See(picture), Hear(number)]));
        return (SayDigit(thought), SaySum(thought));
    }

    // The outputs in their order, then the targets. Sums are up to 18: a weight keeps their errors from drowning the other head.
    [Objective]
    private Tensor Loss(Tensor digit, Tensor sum, Tensor rightDigit, Tensor rightSum)
        => CrossEntropy(digit, rightDigit) + 0.05f * SmoothL1Loss(sum, rightSum);
}
