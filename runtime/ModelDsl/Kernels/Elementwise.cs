using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>
/// Arithmetic of spans, element by element, of any length; the output may be an input. Where a float stands in place of a span, it repeats.
/// Each operation rounds once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Elementwise
{
    /// <summary>y = a + b.</summary>
    public static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(AddOperator), a, b, y);

    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Add(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<AddOperator>(b), a, y);

    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Add(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<AddOperator>(a), b, y);

    /// <summary>y = max(a + b, 0).</summary>
    public static void AddReLU(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(AddReLUOperator), a, b, y);

    /// <inheritdoc cref="AddReLU(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void AddReLU(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<AddReLUOperator>(b), a, y);

    /// <inheritdoc cref="AddReLU(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void AddReLU(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<AddReLUOperator>(a), b, y);

    /// <summary>y = a − b.</summary>
    public static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(SubtractOperator), a, b, y);

    /// <inheritdoc cref="Subtract(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Subtract(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<SubtractOperator>(b), a, y);

    /// <inheritdoc cref="Subtract(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Subtract(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<SubtractOperator>(a), b, y);

    /// <summary>y = a · b.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(MultiplyOperator), a, b, y);

    /// <inheritdoc cref="Multiply(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Multiply(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<MultiplyOperator>(b), a, y);

    /// <inheritdoc cref="Multiply(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Multiply(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<MultiplyOperator>(a), b, y);

    /// <summary>y = a / b.</summary>
    public static void Divide(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(DivideOperator), a, b, y);

    /// <inheritdoc cref="Divide(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Divide(ReadOnlySpan<float> a, float b, Span<float> y) => Map.Run(new WithRight<DivideOperator>(b), a, y);

    /// <inheritdoc cref="Divide(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Divide(float a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(new WithLeft<DivideOperator>(a), b, y);

    /// <summary>y = factor · x.</summary>
    public static void Scale(ReadOnlySpan<float> x, Span<float> y, float factor) => Map.Run(new WithRight<MultiplyOperator>(factor), x, y);

    /// <summary>y = −x.</summary>
    public static void Negate(ReadOnlySpan<float> x, Span<float> y) => Map.Run(new WithLeft<SubtractOperator>(-0f), x, y);

    /// <summary>y = |x|.</summary>
    public static void Abs(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(AbsOperator), x, y);

    /// <summary>y = x².</summary>
    public static void Square(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(SquareOperator), x, y);

    /// <summary>y = √x; NaN below zero.</summary>
    public static void Sqrt(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(SqrtOperator), x, y);

    /// <summary>y = x.</summary>
    public static void Copy(ReadOnlySpan<float> x, Span<float> y) => x.CopyTo(y);

    /// <summary>y = x, which repeats.</summary>
    public static void Copy(float x, Span<float> y) => y.Fill(x);

    /// <summary>An operator whose first operand is constant.</summary>
    private readonly struct WithLeft<TOperator>(float left) : IUnaryOperator
        where TOperator : struct, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => default(TOperator).Invoke(V.Create(left), x);
    }

    /// <summary>An operator whose second operand is constant.</summary>
    private readonly struct WithRight<TOperator>(float right) : IUnaryOperator
        where TOperator : struct, IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => default(TOperator).Invoke(x, V.Create(right));
    }

    private readonly struct AddOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => a + b;
    }

    private readonly struct AddReLUOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => V.Max(V.Create(0), a + b);
    }

    private readonly struct SubtractOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => a - b;
    }

    internal readonly struct MultiplyOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => a * b;
    }

    private readonly struct DivideOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => a / b;
    }

    private readonly struct AbsOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Abs(x);
    }

    private readonly struct SquareOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * x;
    }

    private readonly struct SqrtOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Sqrt(x);
    }
}
