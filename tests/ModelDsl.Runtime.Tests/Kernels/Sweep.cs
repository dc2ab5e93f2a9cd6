namespace ModelDsl.Tests.Kernels;

/// <summary>Inputs and comparisons for kernel tests.</summary>
internal static class Sweep
{
    /// <summary>Floats spread over all bit patterns from one float to another of the same sign, NaN excluded.</summary>
    public static float[] Between(float first, float last, int step)
    {
        uint from = BitConverter.SingleToUInt32Bits(first);
        uint to = BitConverter.SingleToUInt32Bits(last);
        float[] result = new float[(to - from) / step + 1];
        for (int i = 0; i < result.Length; i++) result[i] = BitConverter.UInt32BitsToSingle(from + (uint)(i * (long)step));
        return result;
    }

    /// <summary>Finite floats of both signs, spread over all magnitudes.</summary>
    public static float[] All(int step) => [.. Between(0f, float.MaxValue, step), .. Between(-0f, float.MinValue, step)];

    /// <summary>Uniform random numbers in ±<paramref name="bound"/>.</summary>
    public static float[] Random(int count, int seed, float bound = 3)
    {
        float[] result = new float[count];
        new RandomGenerator(seed).FillUniform(result, bound);
        return result;
    }

    /// <summary>The greatest relative error; where the exact result is subnormal, in steps of the subnormal numbers times 1e-7.</summary>
    public static double WorstRelativeError(float[] x, float[] actual, Func<double, double> exact)
    {
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double expected = exact(x[i]);
            if ((float)expected == actual[i]) continue;
            double error = Math.Abs(actual[i] - expected);
            double relative = Math.Abs(expected) < 1.1754944e-38 ? error / 1.401298464324817e-45 * 1e-7 : error / Math.Abs(expected);
            worst = Math.Max(worst, double.IsNaN(relative) ? double.PositiveInfinity : relative);
        }
        return worst;
    }

    /// <summary>Compares within an absolute plus a relative tolerance; NaN and infinities must agree.</summary>
    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = double.IsFinite(expected[i])
                ? Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i]))
                : expected[i].Equals(actual[i]);
            Assert.True(close, $"[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
