using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>Powers, by PyTorch's rules at the edges; of the exponents that are written most, without the general function.</content>
public static partial class Elementwise
{
    /// <summary>y = aᵇ.</summary>
    public static void Pow(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = MathF.Pow(a[i], b[i]);
    }

    /// <inheritdoc cref="Pow(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Pow(ReadOnlySpan<float> a, float b, Span<float> y)
    {
        switch (b)
        {
            case 1: a.CopyTo(y); break;
            case 2: Square(a, y); break;
            case 3: Map.Run(default(CubeOperator), a, y); break;
            case 0.5f: Sqrt(a, y); break;
            case -0.5f: Map.Run(default(InverseSqrtOperator), a, y); break;
            case -1: Divide(1, a, y); break;
            default:
                for (int i = 0; i < y.Length; i++) y[i] = MathF.Pow(a[i], b);
                break;
        }
    }

    /// <inheritdoc cref="Pow(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Pow(float a, ReadOnlySpan<float> b, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = MathF.Pow(a, b[i]);
    }

    /// <summary>da = dy · b · aᵇ⁻¹; 0 where b is 0.</summary>
    public static void PowGradient(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> da)
    {
        for (int i = 0; i < da.Length; i++) da[i] = b[i] == 0 ? 0 : dy[i] * (b[i] * MathF.Pow(a[i], b[i] - 1));
    }

    /// <inheritdoc cref="PowGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void PowGradient(ReadOnlySpan<float> a, float b, ReadOnlySpan<float> dy, Span<float> da)
    {
        switch (b)
        {
            case 0: da.Clear(); break;
            case 1: dy.CopyTo(da); break;
            case 2: SquareGradient(a, dy, da); break;
            case 3: Map.Run(default(CubeGradientOperator), a, dy, da); break;
            default:
                for (int i = 0; i < da.Length; i++) da[i] = dy[i] * (b * MathF.Pow(a[i], b - 1));
                break;
        }
    }

    /// <summary>db = dy · aᵇ · ln a; 0 where a is 0 and b is not negative, NaN where a is negative.</summary>
    public static void PowExponentGradient(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> db)
    {
        for (int i = 0; i < db.Length; i++) db[i] = dy[i] * ExponentSlope(a[i], b[i]);
    }

    /// <inheritdoc cref="PowExponentGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void PowExponentGradient(float a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> db)
    {
        for (int i = 0; i < db.Length; i++) db[i] = dy[i] * ExponentSlope(a, b[i]);
    }

    private static float ExponentSlope(float a, float b) => a == 0 && b >= 0 ? 0 : MathF.Pow(a, b) * MathF.Log(a);

    private readonly struct CubeOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * x * x;
    }

    private readonly struct CubeGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
            => dy * (V.Create(3) * x * x);
    }

    private readonly struct InverseSqrtOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Create(1) / V.Sqrt(x);
    }
}
