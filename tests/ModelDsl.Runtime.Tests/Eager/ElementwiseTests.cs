using ModelDsl.Runtime.Tests.Eager.Support;
using static ModelDsl.TensorFunctions;

namespace ModelDsl.Runtime.Tests.Eager;

/// <summary>Functions of each value by itself: values worked out by hand, slopes by finite differences, and what happens at the edges.</summary>
public class ElementwiseTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Run, Func<double, double> Exact, double Least)> Cases = new()
    {
        ["Exp"] = (Exp, Math.Exp, -2),
        ["Log"] = (Log, Math.Log, 0.1),
        ["Sqrt"] = (Sqrt, Math.Sqrt, 0.1),
        ["Abs"] = (Abs, Math.Abs, -2),
        ["Square"] = (Square, x => x * x, -2),
        ["Neg"] = (x => -x, x => -x, -2),
        ["Pow 3"] = (x => Pow(x, 3), x => x * x * x, -2),
        ["Pow -1.5"] = (x => Pow(x, -1.5f), x => 1 / (x * Math.Sqrt(x)), 0.1),
        ["Pow 0"] = (x => Pow(x, 0) + x, x => 1 + x, -2),
        ["Clamp"] = (x => Clamp(x, -0.5f, 1.25f), x => x < -0.5 ? -0.5 : x > 1.25 ? 1.25 : x, -2),
        ["Clamp below"] = (x => Clamp(x, min: 0.25f), x => Math.Max(x, 0.25), -2),
        ["Clamp above"] = (x => Clamp(x, max: 0.25f), x => Math.Min(x, 0.25), -2),
        ["ReLU"] = (ReLU, x => x > 0 ? x : 0, -2),
        ["LeakyReLU"] = (x => LeakyReLU(x, 0.25f), x => x > 0 ? x : 0.25 * x, -2),
        ["ELU"] = (x => ELU(x, 1.5f), x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1), -2),
        ["SELU"] = (SELU, x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1)), -2),
        ["GELU"] = (x => GELU(x), x => x * (0.5 + Simpson(0, x)), -2),
        ["GELU tanh"] = (x => GELU(x, "tanh"), x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * Math.Pow(x, 3)))), -2),
        ["SiLU"] = (SiLU, x => x / (1 + Math.Exp(-x)), -2),
        ["Sigmoid"] = (Sigmoid, x => 1 / (1 + Math.Exp(-x)), -2),
        ["Tanh"] = (Tanh, x => (Math.Exp(2 * x) - 1) / (Math.Exp(2 * x) + 1), -2),
        ["Softplus"] = (x => Softplus(x, beta: 2, threshold: 3), x => 2 * x > 3 ? x : Math.Log(1 + Math.Exp(2 * x)) / 2, -2),
        ["Hardswish"] = (x => Hardswish(2 * x), x => 2 * x <= -3 ? 0 : 2 * x >= 3 ? 2 * x : 2 * x * (2 * x + 3) / 6, -2),
    };

    public static TheoryData<string, int?, int[]> Everything
    {
        get
        {
            TheoryData<string, int?, int[]> data = [];
            foreach (string name in Cases.Keys)
            {
                data.Add(name, 3, [5]);
                data.Add(name, null, [2, 3, 3]);
                data.Add(name, 1, []);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Function_AnyShape_HasItsValuesAndSlopes(string name, int? samples, int[] shape)
    {
        (Func<Tensor, Tensor> run, Func<double, double> exact, double least) = Cases[name];
        Tensor x = Draw.Values(new Random(name.Length), samples, shape, least, greatest: 2);

        Tensor y = run(x);

        Assert.Equal(shape, y.Shape);
        Assert.Equal(samples, y.Samples);
        for (int i = 0; i < x.Values.Length; i++) Assert.Equal(exact(x.Values[i]), y.Values[i], 1e-12);
        FiniteDifferences.Check(inputs => run(inputs[0]), x);
    }

    [Theory]
    [InlineData("Abs", 0, 0)]
    [InlineData("ReLU", 0, 0)]
    [InlineData("LeakyReLU", 0, 0.25)]
    [InlineData("Clamp", 1.25, 1)]
    [InlineData("Clamp", -0.5, 1)]
    [InlineData("Sqrt", 0, double.PositiveInfinity)]
    public void Function_AtKink_HasPyTorchsSlope(string name, float at, double slope)
    {
        Tensor x = Tensor.From([at]);
        Cases[name].Run(x).Backward();
        Assert.Equal(slope, x.Grad!.Values[0]);
    }

    [Theory]
    [InlineData("ReLU")]
    [InlineData("Clamp")]
    [InlineData("Abs")]
    [InlineData("GELU")]
    [InlineData("Sigmoid")]
    [InlineData("Softplus")]
    [InlineData("Hardswish")]
    public void Function_OfNaN_IsNaN(string name) => Assert.True(double.IsNaN(Cases[name].Run(Tensor.From([float.NaN])).Values[0]));

    [Fact]
    public void Activations_OfLargeValues_StayFinite()
    {
        Tensor x = Tensor.From([-1000, 1000], 2);
        Assert.Equal([0, 1], Sigmoid(x).ToArray());
        Assert.Equal([0, 1000], Softplus(x, threshold: 1e6f).ToArray());
        Assert.Equal([-0f, 1000], SiLU(x).ToArray());
        Assert.Equal([-0f, 1000], GELU(x).ToArray());
        Assert.Equal([-1, 1000], ELU(x).ToArray());
        FiniteDifferences.Check(inputs => GELU(inputs[0]) + Softplus(inputs[0], threshold: 1e6f) + Sigmoid(inputs[0]), Tensor.From([-30, -8, 8, 30], 4));
    }

    [Fact]
    public void Clamp_CrossedBounds_IsTheUpperOne() => Assert.Equal([1, 1], Clamp(Tensor.From([0, 5], 2), min: 3, max: 1).ToArray());

    [Fact]
    public void Methods_AreTheFunctions()
    {
        Tensor x = Tensor.Batch([0.5f, 1, 2, 4], 2);
        Assert.Equal(Exp(x).ToArray(), x.Exp().ToArray());
        Assert.Equal(Log(x).ToArray(), x.Log().ToArray());
        Assert.Equal(Sqrt(x).ToArray(), x.Sqrt().ToArray());
        Assert.Equal(Abs(x).ToArray(), (-x).Abs().ToArray());
        Assert.Equal(Square(x).ToArray(), x.Square().ToArray());
        Assert.Equal(Pow(x, 3).ToArray(), x.Pow(3).ToArray());
        Assert.Equal(Clamp(x, 1, 2).ToArray(), x.Clamp(1, 2).ToArray());
        Assert.Equal(x.ToArray(), (-x).ReLU().ToArray().Zip(x.ReLU().ToArray(), (a, b) => a + b));
        Assert.Equal(Sigmoid(x).ToArray(), x.Sigmoid().ToArray());
        Assert.Equal(Tanh(x).ToArray(), x.Tanh().ToArray());
        Assert.Equal(Softmax(x).ToArray(), x.Softmax().ToArray());
        Assert.Equal(LogSoftmax(x).ToArray(), x.LogSoftmax().ToArray());
    }

    /// <summary>The integral of the normal density, by Simpson's rule.</summary>
    private static double Simpson(double from, double to)
    {
        const int Steps = 2000;
        double width = (to - from) / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++) sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-Math.Pow(from + i * width, 2) / 2);
        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }
}
