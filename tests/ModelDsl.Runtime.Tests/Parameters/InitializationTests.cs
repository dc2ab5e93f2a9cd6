namespace ModelDsl.Runtime.Tests.Parameters;

/// <summary>What is drawn, by its statistics: tolerances are at least five standard errors of what is measured.</summary>
public class InitializationTests
{
    private const int Count = 200_000;

    [Fact]
    public void Normal_HasItsMeanDeviationAndTails()
    {
        float[] values = Draw(new("w", "0.w", [Count], Initialization.Normal) { Mean = 3, Std = 0.5f });
        double[] standard = [.. values.Select(value => (value - 3) / 0.5)];
        Assert.Equal(0, standard.Average(), 0.012);
        Assert.Equal(1, standard.Average(value => value * value), 0.017);
        Assert.Equal(0, standard.Average(value => value * value * value), 0.045);
        Assert.Equal(3, standard.Average(value => value * value * value * value), 0.12);
        foreach ((double bound, double share) in new[] { (1.0, 0.6826895), (2.0, 0.9544997), (3.0, 0.9973002) })
            Assert.Equal(share, standard.Count(value => Math.Abs(value) < bound) / (double)Count, 5 * Math.Sqrt(share * (1 - share) / Count));
        // Neighbours come from one point of the plane and must not be alike.
        Assert.Equal(0, Enumerable.Range(0, Count - 1).Average(i => standard[i] * standard[i + 1]), 0.012);
    }

    [Fact]
    public void Normal_KnownSeed_GivesTheSameNumbersEverywhere()
    {
        // Worked out by Python in double from the bits of xoshiro256**; an odd count takes the first of the last pair.
        var random = new RandomGenerator(1, 7);
        float[] values = new float[3];
        random.FillNormal(values, 0, 1);
        Assert.Equal([-0.27008733f, -1.4465332f, 0.40118665f], values);
    }

    [Fact]
    public void Logarithm_IsThatOfTheFramework()
    {
        var random = new RandomGenerator(5);
        for (int i = 0; i < 10_000; i++)
        {
            double value = (random.NextSingle() + 1e-9) * Math.Pow(2, random.NextInt32(120) - 100);
            Assert.Equal(Math.Log(value), Logarithm.Of(value), 4e-16 * Math.Max(1, Math.Abs(Math.Log(value))));
        }
    }

    [Fact]
    public void Uniform_AroundAMean_IsFlatBetweenItsBounds()
    {
        float[] values = Draw(new("w", "0.w", [Count], Initialization.Uniform, bound: 0.25f) { Mean = 1 });
        Assert.All(values, value => Assert.InRange(value, 0.75f, 1.25f));
        for (int tenth = 0; tenth < 10; tenth++)
            Assert.Equal(0.1, values.Count(value => (int)((value - 0.75f) * 20) == tenth) / (double)Count, 0.0034);
    }

    [Fact]
    public void Constant_IsAllTheSame() => Assert.All(Draw(new("w", "0.w", [77], Initialization.Constant) { Mean = -0.5f }), value => Assert.Equal(-0.5f, value));

    [Theory]
    [InlineData(13, 40, 1)]
    [InlineData(40, 13, 2)]
    [InlineData(33, 33, 0.5)]
    [InlineData(1, 9, 1)]
    public void Orthogonal_SmallerSide_HasVectorsAtRightAnglesOfTheGain(int rows, int columns, double gain)
    {
        float[] values = Draw(new("w", "0.w", [rows, 1, columns], Initialization.Orthogonal, (float)gain));
        (int count, int length) = rows <= columns ? (rows, columns) : (columns, rows);
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, length).Sum(i => (double)At(a, i) * At(b, i));
                Assert.Equal(a == b ? gain * gain : 0, product, 1e-6 * gain * gain);
            }
        }

        float At(int vector, int i) => rows <= columns ? values[vector * columns + i] : values[i * columns + vector];
    }

    [Fact]
    public void Orthogonal_ManyDraws_AreNotTurnedOneWay()
    {
        double[] first = [.. Enumerable.Range(0, 4_000).Select(seed => (double)new ParameterCollection([new("w", "0.w", [3, 3], Initialization.Orthogonal, 1)], seed)[0].Values[0])];
        Assert.Equal(0, first.Average(), 0.05);
        Assert.Equal(1.0 / 3, first.Average(value => value * value), 0.03);
    }

    [Theory]
    [InlineData(Initialization.Normal)]
    [InlineData(Initialization.Orthogonal)]
    [InlineData(Initialization.Uniform)]
    public void Draws_DependOnSeedAndPlaceAlone(Initialization initialization)
    {
        ParameterDescription[] descriptions = [new("a", "0.a", [30, 7], initialization, 1) { Std = 1 }, new("b", "0.b", [30, 7], initialization, 1) { Std = 1 }];
        float[] Draw(int index, long seed, int count) => new ParameterCollection(descriptions.AsSpan(0, count), seed)[index].Values.ToArray();
        Assert.Equal(Draw(0, seed: 1, count: 1), Draw(0, seed: 1, count: 2));
        Assert.NotEqual(Draw(0, seed: 1, count: 2), Draw(1, seed: 1, count: 2));
        Assert.NotEqual(Draw(0, seed: 1, count: 2), Draw(0, seed: 2, count: 2));
    }

    [Fact]
    public void Description_BadOptions_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterDescription("a", "0.a", [2], Initialization.Normal) { Std = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterDescription("a", "0.a", [2], Initialization.Normal) { Mean = float.NaN });
    }

    private static float[] Draw(ParameterDescription description) => new ParameterCollection([description], seed: 11)[0].Values.ToArray();
}
