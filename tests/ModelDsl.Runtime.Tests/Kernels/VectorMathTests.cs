using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class VectorMathTests
{
    private const int Step = 1009;

    private static readonly float[] Special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f];

    [Fact]
    public void Exp_AllMagnitudes_WithinBound()
    {
        float[] x = Sweep.All(Step);
        float[] y = new float[x.Length];
        VectorMath.Exp(x, y);
        Assert.InRange(Sweep.WorstRelativeError(x, y, Math.Exp), 0, 2e-7);
    }

    [Fact]
    public void Log_PositiveNumbers_WithinBound()
    {
        float[] x = [.. Sweep.Between(float.Epsilon, float.MaxValue, Step), .. Sweep.Between(0.99f, 1.01f, 1)];
        float[] y = new float[x.Length];
        VectorMath.Log(x, y);
        Assert.InRange(Sweep.WorstRelativeError(x, y, Math.Log), 0, 2e-7);
    }

    [Fact]
    public void Tanh_AllMagnitudes_WithinBound()
    {
        float[] x = Sweep.All(Step);
        float[] y = new float[x.Length];
        VectorMath.Tanh(x, y);
        Assert.InRange(Sweep.WorstRelativeError(x, y, Math.Tanh), 0, 4e-7);
    }

    [Fact]
    public void Sigmoid_WhereTheResultIsNormal_WithinBound()
    {
        float[] x = [.. Sweep.Between(0f, 1e4f, Step), .. Sweep.Between(-0f, -87f, Step)];
        float[] y = new float[x.Length];
        VectorMath.Sigmoid(x, y);
        Assert.InRange(Sweep.WorstRelativeError(x, y, v => 1 / (1 + Math.Exp(-v))), 0, 3e-7);
    }

    [Fact]
    public void Erf_AllMagnitudes_WithinBound()
    {
        float[] x = [.. Sweep.Between(0f, 10f, Step), .. Sweep.Between(-0f, -10f, Step)];
        float[] y = new float[x.Length];
        VectorMath.Erf(x, y);
        Assert.InRange(Sweep.WorstRelativeError(x, y, Erf), 0, 2e-7);
    }

    [Fact]
    public void Functions_SpecialValues_FollowTheirLimits()
    {
        AssertValues(VectorMath.Exp, [float.NaN, float.PositiveInfinity, 0, 1, 1]);
        AssertValues(VectorMath.Log, [float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity, float.NegativeInfinity]);
        AssertValues(VectorMath.Tanh, [float.NaN, 1, -1, 0, 0]);
        AssertValues(VectorMath.Sigmoid, [float.NaN, 1, 0, 0.5f, 0.5f]);
        AssertValues(VectorMath.Erf, [float.NaN, 1, -1, 0, 0]);

        static void AssertValues(Function function, float[] expected)
        {
            float[] y = new float[Special.Length];
            function(Special, y);
            Assert.Equal(expected, y);
        }
    }

    [Fact]
    public void Functions_AnyPosition_SameBits()
    {
        float[] x = Sweep.Random(67, seed: 1, bound: 9);
        foreach (Function function in new Function[] { VectorMath.Exp, VectorMath.Tanh, VectorMath.Sigmoid, VectorMath.Erf, Activations.GELU })
        {
            float[] whole = new float[x.Length];
            function(x, whole);
            for (int i = 0; i < x.Length; i++)
            {
                float[] alone = [x[i]];
                function(alone, alone);
                Assert.Equal(BitConverter.SingleToInt32Bits(whole[i]), BitConverter.SingleToInt32Bits(alone[0]));
            }
        }
    }

    [Fact]
    public void Exp_OtherLength_Throws()
        => Assert.Throws<ArgumentException>(() => VectorMath.Exp(new float[3], new float[4]));

    private delegate void Function(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>The series near zero, the continued fraction of erfc elsewhere.</summary>
    internal static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (a > 6) return Math.Sign(x);
        if (a < 2)
        {
            double term = x, sum = x;
            for (int n = 1; n < 60; n++)
            {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.Sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int k = 120; k > 0; k--) fraction = k / 2.0 / (a + fraction);
        return Math.Sign(x) * (1 - Math.Exp(-a * a) / Math.Sqrt(Math.PI) / (a + fraction));
    }
}
