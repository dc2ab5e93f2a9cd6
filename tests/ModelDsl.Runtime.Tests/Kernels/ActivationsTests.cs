using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class ActivationsTests
{
    private delegate void Forward(ReadOnlySpan<float> x, Span<float> y);

    private delegate void Backward(ReadOnlySpan<float> saved, ReadOnlySpan<float> dy, Span<float> dx);

    /// <summary>Name, kernel, gradient kernel, whether that takes the output, the exact function.</summary>
    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    private static readonly (string Name, Forward Forward, Backward Backward, bool OfOutput, Func<double, double> Exact)[] Cases =
    [
        ("ReLU", Activations.ReLU, Activations.ReLUGradient, true, x => Math.Max(x, 0)),
        ("LeakyReLU", (x, y) => Activations.LeakyReLU(x, y, 0.2f), (y, dy, dx) => Activations.LeakyReLUGradient(y, dy, dx, 0.2f), true, x => x > 0 ? x : 0.2f * x),
        ("ELU", (x, y) => Activations.ELU(x, y, 1.5f), (y, dy, dx) => Activations.ELUGradient(y, dy, dx, 1.5f), true, x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1)),
        ("ELU negative", (x, y) => Activations.ELU(x, y, -0.5f), (x, dy, dx) => Activations.ELUGradientOfInput(x, dy, dx, -0.5f), false, x => x > 0 ? x : -0.5 * (Math.Exp(x) - 1)),
        ("SELU", Activations.SELU, Activations.SELUGradient, true, x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543773 * (Math.Exp(x) - 1))),
        ("GELU", Activations.GELU, Activations.GELUGradient, false, x => x / 2 * (1 + VectorMathTests.Erf(x / Math.Sqrt(2)))),
        ("GELU tanh", Activations.GELUTanh, Activations.GELUTanhGradient, false, x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        ("SiLU", Activations.SiLU, Activations.SiLUGradient, false, x => x / (1 + Math.Exp(-x))),
        ("Sigmoid", Activations.Sigmoid, Activations.SigmoidGradient, true, x => 1 / (1 + Math.Exp(-x))),
        ("Tanh", Activations.Tanh, Activations.TanhGradient, true, Math.Tanh),
        ("Softplus", (x, y) => Activations.Softplus(x, y, 2, 6), (x, dy, dx) => Activations.SoftplusGradient(x, dy, dx, 2, 6), false, x => x * 2 > 6 ? x : Math.Log(1 + Math.Exp(2 * x)) / 2),
        ("Hardswish", Activations.Hardswish, Activations.HardswishGradient, false, x => x * Math.Clamp(x + 3, 0, 6) / 6),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_OddLength_AgreesWithDouble(string name)
    {
        var activation = Cases.Single(c => c.Name == name);
        float[] x = Sweep.Random(1003, seed: 2, bound: 8);
        float[] y = new float[x.Length];
        activation.Forward(x, y);
        Sweep.AssertClose(Array.ConvertAll(x, v => activation.Exact(v)), y, 3e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_OddLength_AgreesWithFiniteDifferences(string name)
    {
        var activation = Cases.Single(c => c.Name == name);
        const double H = 1e-5;
        // Away from the kinks, where a difference would straddle them.
        float[] x = Array.FindAll(Sweep.Random(1003, seed: 3, bound: 8), v => Math.Abs(v) > 1e-4 && Math.Abs(Math.Abs(v) - 3) > 1e-4);
        float[] dy = Sweep.Random(x.Length, seed: 4);
        float[] saved = x.ToArray(), dx = dy.ToArray();
        if (activation.OfOutput) activation.Forward(x, saved);
        activation.Backward(saved, dx, dx);
        Sweep.AssertClose([.. x.Zip(dy, (v, d) => d * (activation.Exact(v + H) - activation.Exact(v - H)) / (2 * H))], dx, 2e-6);
    }

    [Theory]
    [InlineData("ReLU", 0f, 0f)]
    [InlineData("LeakyReLU", 0f, 0.2f)]
    [InlineData("ELU", 0f, 1.5f)]
    [InlineData("ELU negative", 0f, -0.5f)]
    [InlineData("Softplus", 3f, 0.99752738f)]
    [InlineData("Hardswish", -3f, 0f)]
    [InlineData("Hardswish", 3f, 1f)]
    public void Gradient_AtKink_IsPyTorchs(string name, float x, float expected)
    {
        var activation = Cases.Single(c => c.Name == name);
        float[] saved = [x], dx = [1];
        if (activation.OfOutput) activation.Forward(saved, saved);
        activation.Backward(saved, dx, dx);
        Assert.Equal(expected, dx[0], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_NaN_IsNaN(string name)
    {
        float[] y = [float.NaN, 1];
        Cases.Single(c => c.Name == name).Forward(y, y);
        Assert.True(float.IsNaN(y[0]));
        Assert.False(float.IsNaN(y[1]));
    }

    [Fact]
    public void Forward_LargeMagnitudes_StaysFinite()
    {
        float[] x = [-1000, -100, 100, 1000];
        foreach (var activation in Cases)
        {
            float[] y = new float[x.Length];
            activation.Forward(x, y);
            Assert.All(y, value => Assert.True(float.IsFinite(value), activation.Name));
        }
    }
}
