using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Functions that move values: where each went, and that its gradient comes back from there.</summary>
public class ShapeFunctionTests
{
    private static readonly Dictionary<string, (int[] Input, Func<Tensor, Tensor> Run, int[] Output, int[] From)> Cases = new()
    {
        ["Flatten"] = ([2, 1, 3], x => Flatten(x), [6], [0, 1, 2, 3, 4, 5]),
        ["Flatten from 1"] = ([2, 1, 3], x => Flatten(x, 1), [2, 3], [0, 1, 2, 3, 4, 5]),
        ["Flatten 0 to -2"] = ([2, 2, 2], x => x.Flatten(0, -2), [4, 2], [0, 1, 2, 3, 4, 5, 6, 7]),
        ["Flatten number"] = ([], x => Flatten(x), [1], [0]),
        ["Reshape"] = ([6], x => Reshape(x, 2, 3), [2, 3], [0, 1, 2, 3, 4, 5]),
        ["Reshape -1"] = ([2, 3], x => x.Reshape(3, -1), [3, 2], [0, 1, 2, 3, 4, 5]),
        ["Reshape number"] = ([1, 1], x => Reshape(x), [], [0]),
        ["Transpose"] = ([2, 3], x => Transpose(x, 0, 1), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["Transpose outer"] = ([2, 1, 3], x => x.Transpose(0, -1), [3, 1, 2], [0, 3, 1, 4, 2, 5]),
        ["Transpose same"] = ([2, 2], x => Transpose(x, 1, 1), [2, 2], [0, 1, 2, 3]),
        ["Permute"] = ([2, 3, 2], x => Permute(x, 2, 0, 1), [2, 2, 3], [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]),
        ["Permute back"] = ([2, 3], x => x.Permute(-1, 0), [3, 2], [0, 3, 1, 4, 2, 5]),
        ["Squeeze"] = ([2, 1, 3], x => Squeeze(x, 1), [2, 3], [0, 1, 2, 3, 4, 5]),
        ["Squeeze nothing"] = ([2, 1, 3], x => x.Squeeze(-1), [2, 1, 3], [0, 1, 2, 3, 4, 5]),
        ["Unsqueeze first"] = ([3], x => Unsqueeze(x, 0), [1, 3], [0, 1, 2]),
        ["Unsqueeze last"] = ([3], x => x.Unsqueeze(-1), [3, 1], [0, 1, 2]),
        ["Expand"] = ([2, 1], x => Expand(x, 2, 2, 3), [2, 2, 3], [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]),
        ["Expand -1"] = ([1, 2], x => x.Expand(3, -1), [3, 2], [0, 1, 0, 1, 0, 1]),
        ["Narrow"] = ([4, 2], x => Narrow(x, 0, 1, 2), [2, 2], [2, 3, 4, 5]),
        ["Narrow from end"] = ([2, 4], x => x.Narrow(-1, -3, 2), [2, 2], [1, 2, 5, 6]),
        ["Select"] = ([2, 3], x => Select(x, 1, 2), [2], [2, 5]),
        ["Select from end"] = ([2, 3], x => x.Select(0, -1), [3], [3, 4, 5]),
        ["Index"] = ([2, 3], x => x[1], [3], [3, 4, 5]),
        ["Index negative"] = ([2, 3], x => x[-2, -1], [], [2]),
        ["Index from end"] = ([2, 3], x => x[^1, ^3], [], [3]),
        ["Range"] = ([4, 2], x => x[1..^1], [2, 2], [2, 3, 4, 5]),
        ["Range then index"] = ([2, 3, 2], x => x[.., 1, ..1], [2, 1], [2, 8]),
        ["Index then range"] = ([2, 3, 2], x => x[1, 1.., 0], [2], [8, 10]),
        ["Nothing"] = ([3], x => x[..], [3], [0, 1, 2]),
    };

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfCountedValues_PutsThemThere(string name)
    {
        (int[] input, Func<Tensor, Tensor> run, int[] output, int[] from) = Cases[name];
        Assert.Equal(from.Select(value => (float)value), run(Draw.Counting(null, input)).ToArray());
        int size = input.Aggregate(1, (a, b) => a * b);

        Tensor batch = run(Draw.Counting(3, input));

        Assert.Equal(output, batch.Shape);
        Assert.Equal(3, batch.Samples);
        Assert.Equal(Enumerable.Range(0, 3).SelectMany(sample => from.Select(value => (float)(sample * size + value))), batch.ToArray());
        FiniteDifferences.Check(inputs => Square(run(inputs[0])), Draw.Values(new Random(1), 2, input));
        FiniteDifferences.Check(inputs => Square(run(inputs[0])), Draw.Values(new Random(2), null, input));
    }

    [Fact]
    public void Split_OneSize_LeavesTheRest()
    {
        Tensor x = Draw.Counting(2, 5);
        Assert.Equal([[0, 1, 5, 6], [2, 3, 7, 8], [4, 9]], Split(x, 2).Select(part => part.ToArray()));
        Assert.Equal([2, 2, 1], x.Split(2, -1).Select(part => part.Shape[0]));
    }

    [Fact]
    public void Split_Sizes_CutsThere()
    {
        Tensor x = Draw.Counting(null, 2, 4);
        Tensor[] parts = Split(x, [1, 3], 1);
        Assert.Equal([0, 4], parts[0].ToArray());
        Assert.Equal([1, 2, 3, 5, 6, 7], parts[1].ToArray());
        Assert.Equal([2, 2], x.Split([1, 1]).Select(part => part.Shape.Length));
    }

    [Theory]
    [InlineData(6, 3, new[] { 2, 2, 2 })]
    [InlineData(7, 3, new[] { 3, 3, 1 })]
    [InlineData(5, 4, new[] { 2, 2, 1 })] // as PyTorch: fewer, if they are used up before
    [InlineData(2, 3, new[] { 1, 1 })]
    public void Chunk_Numbers_AreThoseOfPyTorch(int size, int chunks, int[] expected)
        => Assert.Equal(expected, Chunk(Draw.Counting(2, size), chunks).Select(part => part.Shape[0]));

    [Fact]
    public void Parts_TogetherAgain_AreTheWholeAndItsGradient()
        => FiniteDifferences.Check(
            inputs =>
            {
                Tensor[] parts = inputs[0].Chunk(3, dim: 1);
                return Square(Concat([parts[2], parts[0] * 2, parts[1], parts[0]], 1));
            },
            Draw.Values(new Random(3), 2, [2, 7]));

    [Fact]
    public void Concat_OfSharedAndPerSample_RepeatsTheShared()
    {
        Tensor shared = Tensor.From([10, 20], 1, 2), batch = Draw.Counting(2, 2, 2);
        Tensor y = Concat([shared, batch]);
        Assert.Equal([3, 2], y.Shape.ToArray());
        Assert.Equal([10, 20, 0, 1, 2, 3, 10, 20, 4, 5, 6, 7], y.ToArray());
        FiniteDifferences.Check(inputs => Square(Concat([inputs[0], inputs[1], inputs[0]], 0)), shared, batch);
    }

    [Fact]
    public void Concat_OfInnerDimension_Interleaves()
    {
        Tensor a = Draw.Counting(null, 2, 1, 2), b = 100 + Draw.Counting(null, 2, 2, 2);
        Assert.Equal([0, 1, 100, 101, 102, 103, 2, 3, 104, 105, 106, 107], Concat([a, b], -2).ToArray());
    }

    [Theory]
    [InlineData(0, new[] { 2, 3 }, new float[] { 0, 1, 2, 10, 11, 12 })]
    [InlineData(1, new[] { 3, 2 }, new float[] { 0, 10, 1, 11, 2, 12 })]
    [InlineData(-1, new[] { 3, 2 }, new float[] { 0, 10, 1, 11, 2, 12 })]
    public void Stack_AlongEachPlace_AddsADimension(int dim, int[] shape, float[] expected)
    {
        Tensor a = Draw.Counting(null, 3), y = Stack([a, a + 10], dim);
        Assert.Equal(shape, y.Shape);
        Assert.Equal(expected, y.ToArray());
        FiniteDifferences.Check(inputs => Square(Stack([inputs[0], inputs[1]], dim)), Draw.Values(new Random(4), 3, [3]), Draw.Values(new Random(5), null, [3]));
    }

    [Fact]
    public void Parts_OfTheSameValue_AddUpTheirGradients()
    {
        Tensor x = Tensor.From([1, 2, 3], 3);
        Sum(x[..2] + x[1..] * 10).Backward();
        Assert.Equal([1, 11, 10], x.Grad!.ToArray());
    }
}
