namespace ModelDsl.Runtime.Tests.Eager;

public sealed class GradientCheckTests
{
    [Fact]
    public void RightGradients_Pass()
    {
        GradientCheck.Check<Cube>(7, 7);
        GradientCheck.Check<Rectifier>(50, 50);
        GradientCheck.CheckBinary<Dot>(6, 6, 1);
    }

    [Fact]
    public void WrongGradient_IsNamedWithBothNumbers()
    {
        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => GradientCheck.Check<WrongCube>(7, 7));
        Assert.Matches(@"^WrongCube\.Backward: the gradient of x\[0\] is -?[0-9.]+, but the values of Forward change by -?[0-9.]+, at x\[0\] = -?[0-9.]+\.$", fault.Message);
        fault = Assert.Throws<InvalidOperationException>(() => GradientCheck.CheckBinary<WrongDot>(6, 6, 1));
        Assert.StartsWith("WrongDot.Backward: the gradient of b[5] is 0, but", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A check that compares nothing does not pass.</summary>
    [Fact]
    public void FunctionThatBendsEverywhere_IsRefused()
        => Assert.StartsWith("Steep.Forward: it bends so much", Assert.Throws<InvalidOperationException>(() => GradientCheck.Check<Steep>(4, 4)).Message, StringComparison.Ordinal);

    [Fact]
    public void FunctionThatKeepsSomething_IsRefused()
        => Assert.StartsWith("Counting.Forward: two calls", Assert.Throws<InvalidOperationException>(() => GradientCheck.Check<Counting>(2, 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void Apply_Eagerly_ChecksBatchesAndSizes()
    {
        Tensor x = Tensor.Batch([1, 2, 3, 4], 2), three = Tensor.Batch([1, 2, 3], 1);
        Assert.Equal([1, 8, 27, 64], TensorFunctions.Apply<Cube>(x).Values.ToArray());
        Assert.Equal([2, 2, 1], TensorFunctions.Apply<Cube>(Tensor.Batch(new float[8], 4), 2, 2, 1).Shape.ToArray());
        Assert.Equal("Apply: batches of 2 and 3 samples were given together.", Assert.Throws<ArgumentException>(() => TensorFunctions.Apply<Dot>(x, three)).Message);
        Assert.Throws<ArgumentException>(() => TensorFunctions.Apply<Cube>(x, 0));
    }

    private sealed class Cube : ITensorFunction
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < x.Length; i++) y[i] = x[i] * x[i] * x[i];
        }

        public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        {
            for (int i = 0; i < x.Length; i++) dx[i] = dy[i] * 3 * x[i] * x[i];
        }
    }

    /// <summary>It has a kink.</summary>
    private sealed class Rectifier : ITensorFunction
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < x.Length; i++) y[i] = Math.Max(x[i], 0);
        }

        public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        {
            for (int i = 0; i < x.Length; i++) dx[i] = x[i] > 0 ? dy[i] : 0;
        }
    }

    private sealed class Steep : ITensorFunction
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < x.Length; i++) y[i] = 50 * MathF.Sin(5000 * x[i]);
        }

        public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        {
        }
    }

    private sealed class WrongCube : ITensorFunction
    {
        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Cube.Forward(x, y);

        public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        {
            for (int i = 0; i < x.Length; i++) dx[i] = dy[i] * 2 * x[i] * x[i];
        }
    }

    private sealed class Dot : IBinaryTensorFunction
    {
        public static void Forward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        {
            for (int i = 0; i < a.Length; i++) y[0] += a[i] * b[i];
        }

        public static void Backward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> da, Span<float> db)
        {
            for (int i = 0; i < a.Length; i++) (da[i], db[i]) = (dy[0] * b[i], dy[0] * a[i]);
        }
    }

    private sealed class WrongDot : IBinaryTensorFunction
    {
        public static void Forward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Dot.Forward(a, b, y);

        public static void Backward(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> da, Span<float> db)
        {
            for (int i = 0; i < a.Length; i++) da[i] = dy[0] * b[i];
            for (int i = 0; i < a.Length - 1; i++) db[i] = dy[0] * a[i];
        }
    }

    private sealed class Counting : ITensorFunction
    {
        private static int _calls;

        public static void Forward(ReadOnlySpan<float> x, Span<float> y) => y.Fill(_calls++);

        public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => dx.Clear();
    }
}
