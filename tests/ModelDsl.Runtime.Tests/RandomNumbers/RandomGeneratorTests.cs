namespace ModelDsl.Runtime.Tests.RandomNumbers;

/// <summary>
/// The literal numbers come from a separate implementation in Python, which gives 11520, 0, 1509978240, 1215971899390074240
/// for xoshiro256**'s published test state 1, 2, 3, 4.
/// </summary>
public class RandomGeneratorTests
{
    [Theory]
    [InlineData(0, 0, new ulong[] { 0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c })]
    [InlineData(1, 7, new ulong[] { 0x7253ea3349756039, 0x36c63ffe52dab403, 0xe399b1609b1d37e4 })]
    [InlineData(-5, -1, new ulong[] { 0xcba23637c9ecd48a, 0xd7da9c29afdba3c5 })]
    public void NextUInt64_KnownSeeds_GivesKnownBits(long seed, long stream, ulong[] expected)
    {
        var random = new RandomGenerator(seed, stream);
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));

        random.Restart(seed, stream);
        Assert.Equal(expected[0], random.NextUInt64());
    }

    [Fact]
    public void NextSingle_KnownSeed_IsTheUpper24Bits()
    {
        var random = new RandomGenerator(0);
        foreach (int bits in new[] { 10087519, 12545567, 1728388, 6989204 }) Assert.Equal(bits / 16777216f, random.NextSingle());
    }

    [Fact]
    public void NextInt32_KnownSeed_GivesKnownNumbers()
    {
        var random = new RandomGenerator(3);
        int[] expected = [6, 6, 2, 5, 4, 3, 2, 7, 9, 1, 9, 6];
        Assert.Equal(expected, expected.Select(_ => random.NextInt32(10)));
    }

    [Fact]
    public void NextInt32_ManyDraws_EachNumberIsAboutEquallyOften()
    {
        const int Draws = 70_000;
        var counts = new int[7];
        var random = new RandomGenerator(11);
        for (int i = 0; i < Draws; i++) counts[random.NextInt32(7)]++;

        // A binomial count of mean 10,000 and deviation 93: six deviations.
        Assert.All(counts, count => Assert.InRange(count, 9_440, 10_560));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void NextInt32_EmptyRange_IsRefused(int maximum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomGenerator(1).NextInt32(maximum));

    [Fact]
    public void Shuffle_KnownSeed_GivesKnownOrder()
    {
        int[] values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        new RandomGenerator(3).Shuffle<int>(values);
        Assert.Equal([9, 4, 8, 0, 7, 2, 3, 1, 5, 6], values);
    }

    [Fact]
    public void Streams_OfSeveralSeeds_ShareNoNumbers()
    {
        var seen = new HashSet<ulong>();
        for (int seed = 0; seed < 20; seed++)
        {
            for (int stream = 0; stream < 20; stream++)
            {
                var random = new RandomGenerator(seed, stream);
                for (int i = 0; i < 50; i++) Assert.True(seen.Add(random.NextUInt64()), $"seed {seed}, stream {stream}");
            }
        }
    }

    [Fact]
    public void FillUniform_ManyValues_AreInsideTheBoundWithTheRightVariance()
    {
        var values = new float[100_000];
        new RandomGenerator(5).FillUniform(values, 0.5f);
        Assert.All(values, value => Assert.InRange(value, -0.5f, 0.5f));

        // The mean has a deviation of 0.5/√(3·100,000) = 9e-4, the mean square 1/12 one of 2.4e-4.
        Assert.InRange(values.Average(value => (double)value), -5e-3, 5e-3);
        Assert.InRange(values.Average(value => (double)value * value), 1 / 12.0 - 1.5e-3, 1 / 12.0 + 1.5e-3);
    }
}
