using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>Comparisons, and what one or the other of its operands comes out of.</content>
public static partial class Elementwise
{
    /// <summary>y = the greater of a and b; NaN if one is NaN.</summary>
    public static void Maximum(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(MaximumOperator), a, b, y);

    /// <inheritdoc cref="Maximum(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Maximum(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<MaximumOperator>(b), a, y);

    /// <inheritdoc cref="Maximum(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Maximum(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<MaximumOperator>(a), b, y);

    /// <summary>y = the smaller of a and b; NaN if one is NaN.</summary>
    public static void Minimum(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(MinimumOperator), a, b, y);

    /// <inheritdoc cref="Minimum(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Minimum(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<MinimumOperator>(b), a, y);

    /// <inheritdoc cref="Minimum(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Minimum(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<MinimumOperator>(a), b, y);

    /// <summary>y = 1 where a &lt; b, else 0.</summary>
    public static void Less(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(LessOperator), a, b, y);

    /// <inheritdoc cref="Less(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Less(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<LessOperator>(b), a, y);

    /// <inheritdoc cref="Less(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Less(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<LessOperator>(a), b, y);

    /// <summary>y = 1 where a ≤ b, else 0.</summary>
    public static void LessEqual(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(LessEqualOperator), a, b, y);

    /// <inheritdoc cref="LessEqual(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void LessEqual(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<LessEqualOperator>(b), a, y);

    /// <inheritdoc cref="LessEqual(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void LessEqual(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<LessEqualOperator>(a), b, y);

    /// <summary>y = 1 where a = b, else 0.</summary>
    public static void Eq(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(EqualOperator), a, b, y);

    /// <inheritdoc cref="Eq(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Eq(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<EqualOperator>(b), a, y);

    /// <inheritdoc cref="Eq(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Eq(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<EqualOperator>(a), b, y);

    /// <summary>y = 1 where a ≠ b, NaN included, else 0.</summary>
    public static void Ne(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(NotEqualOperator), a, b, y);

    /// <inheritdoc cref="Ne(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Ne(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<NotEqualOperator>(b), a, y);

    /// <inheritdoc cref="Ne(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Ne(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<NotEqualOperator>(a), b, y);

    /// <summary>y = x, but not below min nor above max; NaN stays.</summary>
    public static void Clamp(ReadOnlySpan<float> x, Span<float> y, float min, float max) => Map.Run(new ClampOperator(min, max), x, y);

    /// <summary>y = a where the condition is not 0, else b.</summary>
    public static void Where(ReadOnlySpan<float> condition, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        => Map.Run(default(WhereOperator), condition, a, b, y);

    /// <inheritdoc cref="Where(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Where(ReadOnlySpan<float> condition, ReadOnlySpan<float> a, float b, Span<float> y)
        => Map.Run(new WhereElseOperator(b), condition, a, y);

    /// <inheritdoc cref="Where(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Where(ReadOnlySpan<float> condition, float a, ReadOnlySpan<float> b, Span<float> y)
        => Map.Run(new WhereThenOperator(a), condition, b, y);

    /// <inheritdoc cref="Where(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Where(ReadOnlySpan<float> condition, float a, float b, Span<float> y)
        => Map.Run(new WhereConstantsOperator(a, b), condition, y);

    private readonly struct MaximumOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => Lanes.LargerOrNaN(a, b);
    }

    private readonly struct MinimumOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(a, a), V.Min(a, b), a);
    }

    private readonly struct LessOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => V.Less(a, b) & V.Create(1);
    }

    private readonly struct LessEqualOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => V.LessOrEqual(a, b) & V.Create(1);
    }

    private readonly struct EqualOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => V.Equal(a, b) & V.Create(1);
    }

    private readonly struct NotEqualOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(a, b), V.Create(0), V.Create(1));
    }

    private readonly struct ClampOperator(float min, float max) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Min(V.Create(max), V.Max(V.Create(min), x));
    }

    private readonly struct WhereElseOperator(float b) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V a)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(condition, V.Create(0)), V.Create(b), a);
    }

    private readonly struct WhereThenOperator(float a) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V b)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(condition, V.Create(0)), b, V.Create(a));
    }

    private readonly struct WhereConstantsOperator(float a, float b) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(condition, V.Create(0)), V.Create(b), V.Create(a));
    }

    private readonly struct WhereOperator : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V a, V b)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(condition, V.Create(0)), b, a);
    }
}
