using ModelDsl.Kernels;

namespace ModelDsl.Tests.Kernels;

public sealed class ElementwiseTests
{
    private delegate void Spans(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    private delegate void Right(ReadOnlySpan<float> a, float b, Span<float> y);

    private delegate void Left(float a, ReadOnlySpan<float> b, Span<float> y);

    private static readonly float[] Edges = [0, -0f, 1, -1, 2, -2, 0.5f, 3, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    private static readonly (string Name, Spans Spans, Right Right, Left Left, Func<float, float, float> Exact)[] Cases =
    [
        ("Add", Elementwise.Add, Elementwise.Add, Elementwise.Add, (a, b) => a + b),
        ("AddReLU", Elementwise.AddReLU, Elementwise.AddReLU, Elementwise.AddReLU, (a, b) => MathF.Max(a + b, 0)),
        ("Subtract", Elementwise.Subtract, Elementwise.Subtract, Elementwise.Subtract, (a, b) => a - b),
        ("Multiply", Elementwise.Multiply, Elementwise.Multiply, Elementwise.Multiply, (a, b) => a * b),
        ("Divide", Elementwise.Divide, Elementwise.Divide, Elementwise.Divide, (a, b) => a / b),
        ("Maximum", Elementwise.Maximum, Elementwise.Maximum, Elementwise.Maximum, (a, b) => float.IsNaN(a) ? a : float.IsNaN(b) || b > a ? b : a),
        ("Minimum", Elementwise.Minimum, Elementwise.Minimum, Elementwise.Minimum, (a, b) => float.IsNaN(a) ? a : float.IsNaN(b) || b < a ? b : a),
        ("Less", Elementwise.Less, Elementwise.Less, Elementwise.Less, (a, b) => a < b ? 1 : 0),
        ("LessEqual", Elementwise.LessEqual, Elementwise.LessEqual, Elementwise.LessEqual, (a, b) => a <= b ? 1 : 0),
        ("Eq", Elementwise.Eq, Elementwise.Eq, Elementwise.Eq, (a, b) => a == b ? 1 : 0),
        ("Ne", Elementwise.Ne, Elementwise.Ne, Elementwise.Ne, (a, b) => a != b ? 1 : 0),
        ("Pow", Elementwise.Pow, Elementwise.Pow, Elementwise.Pow, MathF.Pow),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfSpansAndFloats_ComputesEveryPair(string name)
    {
        var function = Cases.Single(c => c.Name == name);
        float[] values = [.. Edges, .. Sweep.Random(26, seed: 8)];
        float[] y = new float[values.Length];
        foreach (float other in values)
        {
            // √−∞ and √−0 are what PyTorch makes of the exponent ½, too.
            bool isRoot = name == "Pow" && MathF.Abs(other) == 0.5f;
            function.Spans(values, Enumerable.Repeat(other, values.Length).ToArray(), y);
            Check(values.Select(value => function.Exact(value, other)), y);
            if (!isRoot)
            {
                function.Right(values, other, y);
                Check(values.Select(value => function.Exact(value, other)), y);
            }
            function.Left(other, values, y);
            Check(values.Select(value => function.Exact(other, value)), y);
        }
    }

    [Fact]
    public void Function_InPlace_ReadsBeforeItWrites()
    {
        float[] a = Sweep.Random(37, seed: 2), b = Sweep.Random(37, seed: 3);
        float[] expected = [.. a.Zip(b, (p, q) => p - q)];
        Elementwise.Subtract(a, b, a);
        Assert.Equal(expected, a);
        Elementwise.Subtract(1, b, b);
        Assert.Equal(Sweep.Random(37, seed: 3).Select(value => 1 - value), b);
    }

    [Fact]
    public void Unary_OfEdges_AreThoseOfArithmetic()
    {
        float[] x = [.. Edges, .. Sweep.Random(26, seed: 9)], y = new float[x.Length];
        Elementwise.Negate(x, y);
        // The sign of zeros counts; NaN has none that means anything.
        Assert.Equal(x.Select(value => float.IsNaN(value) ? 0 : BitConverter.SingleToInt32Bits(-value)), y.Select(value => float.IsNaN(value) ? 0 : BitConverter.SingleToInt32Bits(value)));
        Elementwise.Abs(x, y);
        Assert.Equal(x.Select(MathF.Abs), y);
        Elementwise.Square(x, y);
        Assert.Equal(x.Select(value => value * value), y);
        Elementwise.Sqrt(x, y);
        Assert.Equal(x.Select(MathF.Sqrt), y);
        Elementwise.Clamp(x, y, -1, 0.5f);
        Assert.Equal(x.Select(value => float.IsNaN(value) ? value : Math.Clamp(value, -1, 0.5f)), y);
        Elementwise.Scale(x, y, 3);
        Assert.Equal(x.Select(value => 3 * value), y);
        Elementwise.Copy(x, y);
        Assert.Equal(x, y);
        Elementwise.Copy(2, y);
        Assert.All(y, value => Assert.Equal(2, value));
    }

    [Fact]
    public void Where_WithFloats_IsThatOfSpans()
    {
        float[] condition = [0, -0f, 1, -2, float.NaN, 0, 1, 0, 1], a = Sweep.Random(9, seed: 1), b = Sweep.Random(9, seed: 2), y = new float[9];
        Elementwise.Where(condition, a, b, y);
        Assert.Equal(condition.Select((value, i) => value == 0 ? b[i] : a[i]), y);
        Elementwise.Where(condition, a, 7, y);
        Assert.Equal(condition.Select((value, i) => value == 0 ? 7 : a[i]), y);
        Elementwise.Where(condition, 7, b, y);
        Assert.Equal(condition.Select((value, i) => value == 0 ? b[i] : 7), y);
        Elementwise.Where(condition, 7, 8, y);
        Assert.Equal(condition.Select(value => value == 0 ? 8f : 7f), y);
        Elementwise.KeepWhere(condition, a, y);
        Assert.Equal(condition.Select((value, i) => value == 0 ? 0 : a[i]), y);
        Elementwise.KeepWhereNot(condition, a, y);
        Assert.Equal(condition.Select((value, i) => value == 0 ? a[i] : 0), y);
    }

    /// <summary>The values are PyTorch's.</summary>
    [Fact]
    public void Gradients_AtKinks_AreThoseOfPyTorch()
    {
        float[] dy = [2, 2, 2, 2], dx = new float[4];
        Elementwise.MaximumGradient([1, 2, 3, float.NaN], [2, 2, 2, 2], dy, dx);
        Assert.Equal([0, 1, 2, 2], dx);
        Elementwise.MaximumGradient([1, 2, 3, float.NaN], 2, dy, dx);
        Assert.Equal([0, 1, 2, 2], dx);
        Elementwise.MinimumGradient([1, 2, 3, float.NaN], [2, 2, 2, 2], dy, dx);
        Assert.Equal([2, 1, 0, 2], dx);
        Elementwise.MinimumGradient([1, 2, 3, float.NaN], 2, dy, dx);
        Assert.Equal([2, 1, 0, 2], dx);
        Elementwise.AbsGradient([-3, 0, 4, -0f], dy, dx);
        Assert.Equal([-2, 0, 2, 0], dx);
        Elementwise.ClampGradient([-1, 0.5f, 2, float.NaN], dy, dx, -1, 0.5f);
        Assert.Equal([2, 2, 0, 0], dx);
        Elementwise.PowGradient([0, -2, 3, 0], [0, 3, 2, 1], dy, dx);
        Assert.Equal([0, 24, 12, 2], dx);
        Elementwise.PowExponentGradient([0, 0, 1, float.E], [0, 2, 5, 1], dy, dx);
        Sweep.AssertClose([0, 0, 0, 2 * Math.E], dx, 1e-6);
        Elementwise.PowExponentGradient([-1, 0, 1, 2], [2, -1, 0, 0], dy, dx);
        Sweep.AssertClose([double.NaN, double.NegativeInfinity, 0, 2 * Math.Log(2)], dx, 1e-6);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(2f)]
    [InlineData(3f)]
    [InlineData(0.5f)]
    [InlineData(-0.5f)]
    [InlineData(-1f)]
    [InlineData(1.7f)]
    public void Pow_OfAnExponentThatIsOften_AgreesWithTheGeneralOne(float exponent)
    {
        float[] x = [.. Sweep.Random(37, seed: 5).Select(value => MathF.Abs(value) + 0.1f)], dy = Sweep.Random(37, seed: 6), y = new float[37];
        Elementwise.Pow(x, exponent, y);
        Sweep.AssertClose(Array.ConvertAll(x, value => Math.Pow(value, exponent)), y, 1e-6);
        Elementwise.PowGradient(x, exponent, dy, y);
        Sweep.AssertClose([.. x.Zip(dy, (value, d) => exponent == 0 ? 0 : d * exponent * Math.Pow(value, exponent - 1))], y, 1e-6);
    }

    private static void Check(IEnumerable<float> expected, float[] actual) => Sweep.AssertClose([.. expected.Select(value => (double)value)], actual, 3e-7);
}
