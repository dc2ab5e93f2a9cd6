using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>The formulas, lane by lane.</content>
public static partial class Activations
{
    private const float SeluAlpha = 1.6732632423543772848170429916717f;
    private const float SeluScale = 1.0507009873554804934193349852946f;
    private const float InverseSqrtTwoPi = 0.3989422804014327f;
    private const float InverseSqrtTwo = 0.7071067811865476f;
    private const float SqrtTwoOverPi = 0.7978845608028654f;
    private const float CubicFactor = 0.044715f;

    /// <summary>Φ(x) = (1 + erf(x/√2)) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NormalDistribution<V>(V x)
        where V : struct, ILanes<V>
        => V.MultiplyAdd(V.Create(0.5f), Functions.Erf(x * V.Create(InverseSqrtTwo)), V.Create(0.5f));

    /// <summary>2u = 2 · √(2/π) · (x + 0.044715 x³): (1 + tanh u) / 2 is σ(2u), which does not cancel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V TwiceCubic<V>(V x)
        where V : struct, ILanes<V>
        => V.Create(2 * SqrtTwoOverPi) * V.MultiplyAdd(V.Create(CubicFactor) * x * x, x, x);

    private readonly struct ReLUOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Max(V.Create(0), x);
    }

    private readonly struct ReLUGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => V.Select(V.LessOrEqual(y, V.Create(0)), V.Create(0), dy);
    }

    private readonly struct LeakyReLUOperator(float slope) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Select(V.Less(V.Create(0), x), x, x * V.Create(slope));
    }

    private readonly struct LeakyReLUGradientOperator(float slope) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
            => V.Select(V.Less(V.Create(0), x), dy, dy * V.Create(slope));
    }

    private readonly struct ELUOperator(float alpha, float scale) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Select(V.Less(V.Create(0), x), x * V.Create(scale), V.Create(alpha) * Functions.Expm1(x));
    }

    private readonly struct ELUGradientOperator(float alpha, float scale) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => dy * V.Select(V.LessOrEqual(y, V.Create(0)), y + V.Create(alpha), V.Create(scale));
    }

    private readonly struct ELUGradientOfInputOperator(float alpha) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
            => V.Select(V.Less(V.Create(0), x), dy, dy * V.Create(alpha) * Functions.Exp(x));
    }

    private readonly struct GELUOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * NormalDistribution(x);
    }

    private readonly struct GELUGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
        {
            V density = V.Create(InverseSqrtTwoPi) * Functions.Exp(x * x * V.Create(-0.5f));
            return dy * V.MultiplyAdd(x, density, NormalDistribution(x));
        }
    }

    private readonly struct GELUTanhOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * Functions.Sigmoid(TwiceCubic(x));
    }

    private readonly struct GELUTanhGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
        {
            // s = σ(2u) and 1 − s = e · s with e = e^(−2u), kept finite.
            V one = V.Create(1);
            V e = Functions.Exp(V.Create(0) - V.Max(V.Create(-80), TwiceCubic(x)));
            V s = one / (one + e);
            V slope = V.Create(2 * SqrtTwoOverPi) * V.MultiplyAdd(V.Create(3 * CubicFactor) * x, x, one);
            return dy * V.MultiplyAdd(x * slope, e * s * s, s);
        }
    }

    private readonly struct SiLUOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * Functions.Sigmoid(x);
    }

    private readonly struct SiLUGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
        {
            V one = V.Create(1);
            V s = Functions.Sigmoid(x);
            return dy * s * V.MultiplyAdd(x, one - s, one);
        }
    }

    private readonly struct SigmoidGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => dy * y * (V.Create(1) - y);
    }

    private readonly struct TanhGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => dy * (V.Create(1) - y) * (V.Create(1) + y);
    }

    private readonly struct SoftplusOperator(float beta, float threshold) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
        {
            // ln(1 + eᵗ) = max(t, 0) + ln(1 + e^−|t|), which cannot overflow.
            V zero = V.Create(0);
            V t = x * V.Create(beta);
            V soft = (V.Max(zero, t) + Functions.Log1p(Functions.Exp(zero - V.Abs(t)))) / V.Create(beta);
            return V.Select(V.Less(V.Create(threshold), t), x, soft);
        }
    }

    private readonly struct SoftplusGradientOperator(float beta, float threshold) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
        {
            V t = x * V.Create(beta);
            return V.Select(V.Less(V.Create(threshold), t), dy, dy * Functions.Sigmoid(t));
        }
    }

    private readonly struct HardswishOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * V.Min(V.Create(6), V.Max(V.Create(0), x + V.Create(3))) / V.Create(6);
    }

    private readonly struct HardswishGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
        {
            V inside = dy * V.MultiplyAdd(x, V.Create(1f / 3), V.Create(0.5f));
            return V.Select(V.LessOrEqual(V.Create(3), x), dy, V.Select(V.LessOrEqual(x, V.Create(-3)), V.Create(0), inside));
        }
    }
}
