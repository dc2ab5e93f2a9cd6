using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>Arithmetic of spans, element by element, of any length; the output may be an input. Each value is rounded once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Elementwise
{
    /// <summary>y = a + b.</summary>
    public static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(AddOperator), a, b, y);

    /// <summary>y = a · b.</summary>
    public static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Map.Run(default(MultiplyOperator), a, b, y);

    /// <summary>y = factor · x.</summary>
    public static void Scale(ReadOnlySpan<float> x, Span<float> y, float factor) => Map.Run(new ScaleOperator(factor), x, y);

    /// <summary>y = x.</summary>
    public static void Copy(ReadOnlySpan<float> x, Span<float> y) => x.CopyTo(y);

    private readonly struct AddOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => a + b;
    }

    internal readonly struct MultiplyOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V a, V b)
            where V : struct, ILanes<V>
            => a * b;
    }

    private readonly struct ScaleOperator(float factor) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x * V.Create(factor);
    }
}
