using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Apply_ManyValues_DropsThatShareAndKeepsTheMean(float p)
    {
        float[] y = Ones(1 << 20, p, Dropout.Key(1, 2, 3));
        double dropped = y.Count(value => value == 0) / (double)y.Length;
        // Five standard deviations of a binomial distribution.
        Assert.InRange(dropped, p - 5 * Math.Sqrt(p * (1 - p) / y.Length), p + 5 * Math.Sqrt(p * (1 - p) / y.Length));
        Assert.All(y, value => Assert.True(value == 0 || value == 1 / (1 - p)));
    }

    [Fact]
    public void Apply_OtherCuts_SameMask()
    {
        ulong key = Dropout.Key(7, 8, 9);
        float[] whole = Ones(1000, 0.5f, key), parts = Enumerable.Repeat(1f, 1000).ToArray();
        for (int start = 0; start < 1000;)
        {
            int length = Math.Min(1 + start % 37, 1000 - start);
            Span<float> part = parts.AsSpan(start, length);
            Dropout.Apply(part, part, 0.5f, key, start);
            start += length;
        }
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Apply_OtherKeys_IndependentMasks()
    {
        ulong[] keys = [Dropout.Key(1, 0, 0), Dropout.Key(2, 0, 0), Dropout.Key(1, 1, 0), Dropout.Key(1, 0, 1)];
        float[][] masks = [.. keys.Select(key => Ones(100_000, 0.5f, key))];
        for (int a = 0; a < masks.Length; a++)
        {
            for (int b = 0; b < a; b++)
                Assert.InRange(masks[a].Zip(masks[b]).Count(pair => pair.First == pair.Second), 49_200, 50_800);
        }
    }

    [Fact]
    public void Apply_Neighbours_Independent()
    {
        float[] mask = Ones(100_000, 0.5f, Dropout.Key(5, 5, 5));
        foreach (int lag in new[] { 1, 2, 16, 64, 256, 4096 })
        {
            int same = Enumerable.Range(0, mask.Length - lag).Count(i => mask[i] == mask[i + lag]);
            Assert.InRange(same / (double)(mask.Length - lag), 0.49, 0.51);
        }
    }

    [Fact]
    public void Apply_ExtremeProbabilities_KeepOrDropAll()
    {
        Assert.All(Ones(99, 0, 1), value => Assert.Equal(1, value));
        Assert.All(Ones(99, 1, 1), value => Assert.Equal(0, value));
    }

    private static float[] Ones(int count, float p, ulong key)
    {
        float[] values = Enumerable.Repeat(1f, count).ToArray();
        Dropout.Apply(values, values, p, key, 0);
        return values;
    }
}
