using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

public sealed class DatasetTests
{
    private static readonly TensorDataset<int> Ten = new([.. Enumerable.Range(0, 20).Select(i => (float)i)], [.. Enumerable.Range(100, 10)], 2)
    {
        ClassNames = ["a"],
    };

    [Fact]
    public void Tensor_Read_CopiesOneSampleAndItsTarget()
    {
        Assert.Equal((10, 2, 1), (Ten.Count, Ten.SampleSize, Ten.TargetSize));
        (float[] sample, int target) = Read(Ten, 7);
        Assert.Equal([14, 15], sample);
        Assert.Equal(107, target);
    }

    [Fact]
    public void Tensor_SeveralTargetsEach_AreKeptTogether()
    {
        TensorDataset<float> set = new([1, 2], [10, 11, 20, 21], 1);
        float[] target = new float[2];
        set.Read(1, new float[1], target);
        Assert.Equal([20, 21], target);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Read_NoSuchSample_Throws(int index) =>
        Assert.Contains("0…9", Assert.Throws<ArgumentOutOfRangeException>(() => Read(Ten, index)).Message);

    [Fact]
    public void Read_SpanTooShort_SaysWhatWasExpected() =>
        Assert.Contains("room for 2 values, got 1", Assert.Throws<ArgumentException>(() => Ten.Read(0, new float[1], new int[1])).Message);

    [Fact]
    public void Tensor_LengthsThatDoNotFit_AreRefused()
    {
        Assert.Contains("multiple of 3072", Assert.Throws<ArgumentException>(() => new TensorDataset<int>(new float[3000], new int[1], 3, 32, 32)).Message);
        Assert.Contains("multiple of 2", Assert.Throws<ArgumentException>(() => new TensorDataset<int>(new float[4], new int[3], 2)).Message);
        Assert.Throws<ArgumentException>(() => new TensorDataset<int>(new float[4], [], 2));
        Assert.Throws<ArgumentException>(() => new TensorDataset<int>([], [1], 2));
        Assert.Throws<ArgumentException>(() => new TensorDataset<int>(new float[4], new int[2], 2, 0));
        Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[10], new byte[2], 1, 2, 3));
    }

    [Fact]
    public void Subset_ChosenSamples_AreReadInThatOrder()
    {
        Dataset<int> subset = Ten.Subset([9, 0, 9]);
        Assert.Equal(3, subset.Count);
        Assert.Equal([109, 100, 109], Enumerable.Range(0, 3).Select(i => Read(subset, i).Target));
        Assert.Equal(["a"], subset.ClassNames);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Subset([10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(subset, 3));
    }

    [Fact]
    public void Take_MoreThanThereAre_GivesAll()
    {
        Assert.Same(Ten, Ten.Take(10));
        Assert.Equal(103, Read(Ten.Take(4), 3).Target);
        Assert.Equal(4, Ten.Take(4).Count);
    }

    [Fact]
    public void Split_Fifth_IsDisjointCompleteAndReproducible()
    {
        int[] Targets(Dataset<int> set) => [.. Enumerable.Range(0, set.Count).Select(i => Read(set, i).Target)];
        (Dataset<int> first, Dataset<int> second) = Ten.Split(0.2, seed: 4);
        Assert.Equal((8, 2), (first.Count, second.Count));
        Assert.Equal(Enumerable.Range(100, 10), Targets(first).Concat(Targets(second)).Order());
        Assert.Equal(Targets(second), Targets(Ten.Split(0.2, seed: 4).Second));
        Assert.Contains(Enumerable.Range(0, 10), seed => !Targets(Ten.Split(0.2, seed).Second).SequenceEqual(Targets(second)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Split(1, seed: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten.Split(double.NaN, seed: 4));
    }

    private static (float[] Sample, int Target) Read(Dataset<int> set, int index)
    {
        float[] sample = new float[set.SampleSize];
        int[] target = new int[1];
        set.Read(index, sample, target);
        return (sample, target[0]);
    }
}
