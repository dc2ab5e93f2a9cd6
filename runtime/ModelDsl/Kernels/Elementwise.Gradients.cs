using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>Gradients; at kinks they are PyTorch's.</content>
public static partial class Elementwise
{
    /// <summary>db = −dy · y / b for y = a / b.</summary>
    public static void DivideGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> db)
        => Map.Run(default(DivideGradientOperator), y, b, dy, db);

    /// <summary>dx = dy / (2y) for y = √x.</summary>
    public static void SqrtGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(SqrtGradientOperator), y, dy, dx);

    /// <summary>dx = 2x · dy.</summary>
    public static void SquareGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(SquareGradientOperator), x, dy, dx);

    /// <summary>dx = dy where x &gt; 0, −dy where x &lt; 0, 0 at 0; NaN where x is NaN.</summary>
    public static void AbsGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Map.Run(default(AbsGradientOperator), x, dy, dx);

    /// <summary>dx = dy where min ≤ x ≤ max, else 0.</summary>
    public static void ClampGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float min, float max)
        => Map.Run(new ClampGradientOperator(min, max), x, dy, dx);

    /// <summary>da = dy where a &gt; b, half of it where they are equal, else 0. With the operands swapped it is db.</summary>
    public static void MaximumGradient(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> da)
        => Map.Run(default(MaximumGradientOperator), a, b, dy, da);

    /// <summary>da = dy where a &lt; b, half of it where they are equal, else 0. With the operands swapped it is db.</summary>
    public static void MinimumGradient(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> da)
        => Map.Run(default(MinimumGradientOperator), a, b, dy, da);

    /// <inheritdoc cref="MaximumGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void MaximumGradient(ReadOnlySpan<float> a, float b, ReadOnlySpan<float> dy, Span<float> da)
        => Map.Run(new BoundGradientOperator<MaximumGradientOperator>(b), a, dy, da);

    /// <inheritdoc cref="MinimumGradient(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void MinimumGradient(ReadOnlySpan<float> a, float b, ReadOnlySpan<float> dy, Span<float> da)
        => Map.Run(new BoundGradientOperator<MinimumGradientOperator>(b), a, dy, da);

    /// <summary>y = x where the condition is not 0, else 0.</summary>
    public static void KeepWhere(ReadOnlySpan<float> condition, ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(KeepWhereOperator), condition, x, y);

    /// <summary>y = x where the condition is 0, else 0.</summary>
    public static void KeepWhereNot(ReadOnlySpan<float> condition, ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(KeepWhereNotOperator), condition, x, y);

    private readonly struct DivideGradientOperator : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V b, V dy)
            where V : struct, ILanes<V>
            => V.Create(-0f) - dy * y / b;
    }

    private readonly struct SqrtGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => dy / (y + y);
    }

    private readonly struct SquareGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
            => (x + x) * dy;
    }

    private readonly struct AbsGradientOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
        {
            V zero = V.Create(0);
            return dy * V.Select(V.Less(zero, x), V.Create(1), V.Select(V.Less(x, zero), V.Create(-1), x));
        }
    }

    private readonly struct ClampGradientOperator(float min, float max) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
            => V.LessOrEqual(V.Create(min), x) & V.LessOrEqual(x, V.Create(max)) & dy;
    }

    private readonly struct MaximumGradientOperator : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, V dy)
            where V : struct, ILanes<V>
            => V.Select(V.Less(a, b), V.Create(0), V.Select(V.Equal(a, b), V.Create(0.5f) * dy, dy));
    }

    private readonly struct MinimumGradientOperator : ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b, V dy)
            where V : struct, ILanes<V>
            => V.Select(V.Less(b, a), V.Create(0), V.Select(V.Equal(a, b), V.Create(0.5f) * dy, dy));
    }

    /// <summary>A gradient f(a, b, dy) whose second operand is constant.</summary>
    private readonly struct BoundGradientOperator<TOperator>(float b) : IBinaryOperator
        where TOperator : struct, ITernaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V dy)
            where V : struct, ILanes<V>
            => default(TOperator).Invoke(a, V.Create(b), dy);
    }

    private readonly struct KeepWhereOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V x)
            where V : struct, ILanes<V>
            => V.Select(V.Equal(condition, V.Create(0)), V.Create(0), x);
    }

    private readonly struct KeepWhereNotOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V condition, V x)
            where V : struct, ILanes<V>
            => V.Equal(condition, V.Create(0)) & x;
    }
}
