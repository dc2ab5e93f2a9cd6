using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>
/// The transcendental functions, lane by lane. The polynomials are minimax fits of the relative error (Remez exchange, 40 digits,
/// then rounded to float); the error bounds are those of <see cref="VectorMath"/>, whose tests sweep them.
/// </summary>
internal static class Functions
{
    private const float Log2OfE = 1.44269504f;

    // ln 2 in two parts: multiples of the first are exact for every exponent of a float.
    private const float Log2High = 0.693359375f;
    private const float Log2Low = -2.12194440e-4f;

    // exp overflows to infinity and underflows to zero at these ends; beyond them the exponent would not fit.
    private const float LargestExponent = 89f;
    private const float SmallestExponent = -104f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ILanes<V>
        => V.Scale(V.Create(1) + ReducedExpm1(x, out V n), n);

    /// <summary>exp(x) − 1 without cancellation near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x)
        where V : struct, ILanes<V>
    {
        V p = ReducedExpm1(V.Min(V.Create(88f), x), out V n);
        V power = V.Scale(V.Create(1), n);
        return V.MultiplyAdd(power, p, power - V.Create(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ILanes<V>
    {
        // Subnormal numbers are made normal first.
        V isTiny = V.Less(x, V.Create(1.17549435e-38f));
        V m = V.Split(V.Select(isTiny, x * V.Create(8388608f), x), out V exponent);
        exponent -= isTiny & V.Create(23);
        V f = m - V.Create(1);
        V result = V.MultiplyAdd(exponent, V.Create(Log2High), V.MultiplyAdd(exponent, V.Create(Log2Low), f + LogCorrection(f)));

        V isOrdinary = V.Less(V.Create(0), x) & V.Less(x, V.Create(float.PositiveInfinity));
        V atTheEnds = V.Select(V.Equal(x, V.Create(0)), V.Create(float.NegativeInfinity), V.Select(V.Less(x, V.Create(0)), V.Create(float.NaN), x));
        return V.Select(isOrdinary, result, atTheEnds);
    }

    /// <summary>ln(1 + x) for x from −1 to 1 without loss near zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x)
        where V : struct, ILanes<V>
    {
        // What 1 + x loses in rounding comes back as the derivative times the loss.
        V one = V.Create(1);
        V sum = one + x;
        V lost = V.Select(V.Equal(sum, V.Create(0)), sum, (x - (sum - one)) / sum);
        return Log(sum) + lost;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : struct, ILanes<V>
    {
        // tanh x = (e²ˣ − 1) / (e²ˣ + 1); beyond ±10 the result is ±1 in float.
        V two = V.Create(2);
        V e = Expm1(V.Max(V.Create(-20), V.Min(V.Create(20), x + x)));
        return e / (e + two);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, ILanes<V>
    {
        V one = V.Create(1);
        return one / (one + Exp(V.Create(0) - x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : struct, ILanes<V>
    {
        // Near zero x·P(x²); elsewhere 1 − exp(Q(|x| − 1)), where Q fits ln erfc; beyond 4 the result is ±1 in float.
        V one = V.Create(1);
        V t = x * x;
        V p = V.MultiplyAdd(t, V.Create(7.85386219e-05f), V.Create(-0.000801019371f));
        p = V.MultiplyAdd(t, p, V.Create(0.00518832775f));
        p = V.MultiplyAdd(t, p, V.Create(-0.0268538129f));
        p = V.MultiplyAdd(t, p, V.Create(0.112835854f));
        p = V.MultiplyAdd(t, p, V.Create(-0.37612626f));
        p = V.MultiplyAdd(t, p, V.Create(1.12837911f));
        V near = x * p;

        V a = V.Abs(x);
        V u = V.Min(V.Create(4), a) - one;
        V q = V.MultiplyAdd(u, V.Create(0.000185572659f), V.Create(-0.00182615779f));
        q = V.MultiplyAdd(u, q, V.Create(0.00989088416f));
        q = V.MultiplyAdd(u, q, V.Create(-0.0415006839f));
        q = V.MultiplyAdd(u, q, V.Create(-0.84311831f));
        q = V.MultiplyAdd(u, q, V.Create(-2.6389668f));
        q = V.MultiplyAdd(u, q, V.Create(-1.84960556f));
        V far = (one - Exp(q)) | (x & V.Create(-0f));
        return V.Select(V.Less(a, one), near, far);
    }

    /// <summary>x = n · ln 2 + r; returns exp(r) − 1 for r from −½ ln 2 to ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ReducedExpm1<V>(V x, out V n)
        where V : struct, ILanes<V>
    {
        x = V.Max(V.Create(SmallestExponent), V.Min(V.Create(LargestExponent), x));
        n = V.Round(x * V.Create(Log2OfE));
        V r = V.MultiplyAdd(n, V.Create(-Log2Low), V.MultiplyAdd(n, V.Create(-Log2High), x));
        V q = V.MultiplyAdd(r, V.Create(0.00138146104f), V.Create(0.00836871006f));
        q = V.MultiplyAdd(r, q, V.Create(0.041668389f));
        q = V.MultiplyAdd(r, q, V.Create(0.166665211f));
        q = V.MultiplyAdd(r, q, V.Create(0.49999994f));
        return V.MultiplyAdd(r * r, q, r);
    }

    /// <summary>ln(1 + f) − f for f from √½ − 1 to √2 − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogCorrection<V>(V f)
        where V : struct, ILanes<V>
    {
        V p = V.MultiplyAdd(f, V.Create(0.0674659833f), V.Create(-0.116756141f));
        p = V.MultiplyAdd(f, p, V.Create(0.118881606f));
        p = V.MultiplyAdd(f, p, V.Create(-0.124055952f));
        p = V.MultiplyAdd(f, p, V.Create(0.142195538f));
        p = V.MultiplyAdd(f, p, V.Create(-0.166679949f));
        p = V.MultiplyAdd(f, p, V.Create(0.200021192f));
        p = V.MultiplyAdd(f, p, V.Create(-0.250000089f));
        p = V.MultiplyAdd(f, p, V.Create(0.333333135f));
        V square = f * f;
        return V.MultiplyAdd(square, V.Create(-0.5f), f * square * p);
    }
}
