using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>What is wrong, in the user's words: which function, what came, what was expected, what to do.</summary>
public class EagerErrorTests
{
    private static readonly (Func<object> Run, string Expected)[] Cases =
    [
        (() => Tensor.From([1, 2, 3], 2), "From: 3 values do not fill the shape [2], which has 2. Write the shape after the values: Tensor.From(values, 3)."),
        (() => Tensor.From([1], 1, 0), "From: the shape [1, 0] has a size of 0; every size is at least 1."),
        (() => Tensor.Batch([1, 2, 3], 2), "Batch: 3 values are no whole number of samples [2], which have 2 values each."),
        (() => T(2, 3, 4) + T(null, 5), "a + b: [3, 4] and [5] do not go together: 4 stands against 5 in dimension -1. Sizes are compared from the last one, and must be equal or 1: Reshape, Transpose or Unsqueeze one of them."),
        (() => T(2, 3) * T(4, 3), "a * b: the batches differ: [3] of each of 2 samples, and [3] of each of 4 samples. Take both from the same batch."),
        (() => T(2, 3) > T(2, 2), "a > b: [3] and [2] do not go together: 3 stands against 2 in dimension -1. Sizes are compared from the last one, and must be equal or 1: Reshape, Transpose or Unsqueeze one of them."),
        (() => GELU(T(1, 2), "sigmoid"), "GELU: approximate is \"none\" or \"tanh\", and not \"sigmoid\"."),
        (() => Softmax(T(1, 3, 4), 2), "Softmax: [3, 4] has no dimension 2: there are 0 to 1, or -2 to -1 from the end. The batch is not counted."),
        (() => Softmax(T(1)), "Softmax: [] has no dimension -1: it is a single number and has none. The batch is not counted."),
        (() => Sum(T(1, 3, 4), 1, -1), "Sum: dimension -1 of [3, 4] is named twice in [1, -1]."),
        (() => Flatten(T(1, 2, 3), 1, 0), "Flatten: endDim 0 comes before startDim 1 in [2, 3]."),
        (() => Reshape(T(1, 2, 3), 4, 2), "Reshape: [2, 3] has 6 values, and [4, 2] holds 8. Leave the batch out, and write -1 for a size that follows from the others."),
        (() => Reshape(T(1, 2, 3), 4, -1), "Reshape: [2, 3] has 6 values, and [4, -1] holds a multiple of 4. Leave the batch out, and write -1 for a size that follows from the others."),
        (() => Reshape(T(1, 2, 3), -1, -1), "Reshape: [2, 3] has 6 values, and [-1, -1] has more than one -1. Sizes are at least 1; one may be -1."),
        (() => Permute(T(1, 2, 3), 0, 1, 2), "Permute: [2, 3] has 2 dimensions, and [0, 1, 2] names 3. Name each once, without the batch."),
        (() => Permute(T(1, 2, 3), 1, 1), "Permute: dimension 1 of [2, 3] is named twice in [1, 1]."),
        (() => Unsqueeze(T(1, 2), 2), "Unsqueeze: [2] has the places 0 to 1 for a new dimension, or -2 to -1 from the end, and not 2. The batch is not counted."),
        (() => Expand(T(1, 2, 3), 4, 3), "Expand: [2, 3] does not expand to [4, 3]: sizes are compared from the last one, only a size of 1 can grow, and -1 keeps one that is there."),
        (() => Concat([]), "Concat: there is no tensor to join."),
        (() => Concat([T(1, 2, 3), T(1, 2, 4)]), "Concat: [2, 3] and [2, 4] do not fit along dimension 0: all other sizes must be the same."),
        (() => Stack([T(1, 2), T(1, 3)]), "Stack: [2] and [3] are not the same shape. Use Concat to join along a dimension that is there."),
        (() => Narrow(T(1, 5), 0, 3, 3), "Narrow: dimension 0 of [5] has the places 0 to 4, and start 3 with length 3 goes beyond."),
        (() => Select(T(1, 5), 0, 5), "Select: dimension 0 of [5] has the places 0 to 4, or -5 to -1 from the end, and not 5."),
        (() => T(1, 5)[5], "x[5]: dimension 0 of [5] has the places 0 to 4, and 5 is outside."),
        (() => T(1, 2, 5)[.., 3..2], "x[3..2]: dimension 1 of [2, 5] has the places 0 to 4, and 3..2 is empty."),
        (() => T(1, 2, 5)[0, 1, 2], "x[0, 1, 2]: [2, 5] has 2 dimensions, and not 3. The batch is not counted."),
        (() => Split(T(1, 5), [2, 2]), "Split: dimension 0 of [5] has 5 slices, and the parts [2, 2] have 4 together. Parts are at least 1, and together all of it."),
        (() => MatMul(T(1, 2, 3), T(null, 2, 3)), "MatMul: [2, 3] · [2, 3]: the last size of the left one, 3, is not the last but one of the right one, 2. Transpose one of them, or exchange them."),
        (() => MatMul(T(1, 3), T(null)), "MatMul: [3] · []: a single number is no matrix. Write a * b."),
        (() => CrossEntropy(T(2, 3), T(2, 3)), "CrossEntropy: scores [3] need class numbers [], and the target is [3]. Give the number of the class instead of a value for each class: Tensor.Classes(labels), or ArgMax(target, 0)."),
        (() => CrossEntropy(T(2, 3), T(2, 1)), "CrossEntropy: scores [3] need class numbers [], and the target is [1]. Reshape the target, or squeeze its dimension of size 1."),
        (() => CrossEntropy(T(2, 3), Tensor.Classes([0, 3])), "CrossEntropy: the target 3 of sample 1 is no class: scores [3] have the classes 0 to 2."),
        (() => NLLLoss(T(1, 3), Tensor.Classes([0]), [1, 2]), "NLLLoss: there are 3 classes, and 2 weights."),
        (() => MSELoss(T(2, 1), T(2)), "MSELoss: the outputs are [1] and the targets []: the same shape was expected. Reshape one of them, or squeeze a dimension of size 1."),
        (() => L1Loss(T(2, 3), 0), "L1Loss: the outputs are [3] and the targets []: the same shape was expected. Broadcasting a target is rarely meant; write Expand if it is."),
        (() => BinaryCrossEntropy(Tensor.From([1.5f]), 1), "BinaryCrossEntropy: the output 1.5 is no probability, from 0 to 1. Write Sigmoid before it, or BinaryCrossEntropyWithLogits."),
        (() => BinaryCrossEntropyWithLogits(T(1, 3), T(1, 3), posWeight: [1]), "BinaryCrossEntropyWithLogits: posWeight has 1 numbers, and a sample [3] has 3: one for each was expected."),
        (() => HuberLoss(T(1, 3), T(1, 3), delta: 0), "HuberLoss: delta is greater than 0, and not 0."),
        (() => EagerLayers.Linear(T(1, 3, 4), T(null, 5, 12), null), "Linear: 12 features were expected in the last dimension, and [3, 4] came. Write Flatten before it, or another number of features."),
        (() => EagerLayers.Conv2d(T(1, 28, 28), T(null, 8, 1, 3, 3), null, 1, 1, 0, 0, 1, 1, 1), "Conv2d: a picture [C, H, W] was expected, and [28, 28] came. Unsqueeze(x, 0) adds a dimension for one channel."),
        (() => EagerLayers.Conv2d(T(1, 4, 8, 8), T(null, 8, 1, 3, 3), null, 1, 1, 0, 0, 1, 1, 2), "Conv2d: 2 channels were expected by the weight [8, 1, 3, 3] in 2 groups, and the picture is [4, 8, 8]."),
        (() => EagerLayers.MaxPool2d(T(1, 1, 2, 2), 3, 3, 0, 0, 0, 0, 1, 1, false), "MaxPool2d: a window of 3 pixels does not fit into 2 with 0 of padding on each side."),
        (() => EagerLayers.MaxPool2d(T(1, 1, 4, 4), 2, 2, 0, 0, 2, 2, 1, 1, false), "MaxPool2d: the padding is 2, and at most half of the window of 2 pixels was expected."),
        (() => EagerLayers.BatchNorm1d(T(1, 3), null, null, null, null, null, true, 0, 0), "BatchNorm1d: [3] of each of 1 sample has 1 value for each channel, and a variance needs at least 2 in training. Use a larger batch, or leave out the short last one."),
        (() => EagerLayers.LayerNorm(T(1, 3, 4), null, null, [3], 0), "LayerNorm: the last sizes of a sample are [3], and [3, 4] came."),
        (() => EagerLayers.Dropout(T(1, 3), 1.5f, true, new RandomGenerator(1)), "Dropout: p is 1.5, and a probability, from 0 to 1, was expected."),
        (() => EagerLayers.Softmax(T(1, 3), 0), "Softmax: dim is 0, and 1, or -1 for the last, was expected: the batch is dimension 0, and a sample is [3]."),
        (() => T(2, 3).Item(), "Item: there are 6 values ([3] of each of 2 samples), and one was expected. Use ToArray() for all of them."),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Mistake_IsToldInWords(int number)
    {
        (Func<object> run, string expected) = Cases[number];
        Exception error = Assert.ThrowsAny<Exception>(run);
        Assert.True(error is ArgumentException or InvalidOperationException, error.ToString());
        Assert.Equal(expected, error.Message.Split(" (Parameter '")[0]);
    }

    [Fact]
    public void Backward_OfManyValues_NamesThem()
        => Assert.Equal(
            "Backward: an objective is one number, and this is [3] of each of 2 samples. Reduce it by Mean or Sum, or use a loss.",
            Assert.Throws<InvalidOperationException>(() => T(2, 3).Backward()).Message);

    [Fact]
    public void Backward_OfConstants_SaysThatNothingLearns()
        => Assert.Equal(
            "Backward: this was computed from constants, class numbers, buffers or detached values alone: there is nothing that could have a gradient.",
            Assert.Throws<InvalidOperationException>(() => Mean(ArgMax(T(2, 3))).Backward()).Message);

    private static Tensor T(int? samples, params int[] shape) => Draw.Counting(samples, shape);
}
