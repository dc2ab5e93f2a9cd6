using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>
/// Transcendental functions of spans, of any length; the output may be the input. Values do not depend on positions. NaN gives NaN.
/// The error bounds are relative to the exact result and hold for all floats, measured by sweeps; results that are subnormal are
/// within one subnormal step.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorMath
{
    /// <summary>y = eˣ, relative error ≤ 2·10⁻⁷; +∞ → +∞, −∞ → 0.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(ExpOperator), x, y);

    /// <summary>y = ln x, relative error ≤ 2·10⁻⁷; 0 → −∞, negative → NaN, +∞ → +∞.</summary>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(LogOperator), x, y);

    /// <summary>y = tanh x, relative error ≤ 4·10⁻⁷; ±∞ → ±1.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(TanhOperator), x, y);

    /// <summary>y = 1 / (1 + e⁻ˣ), relative error ≤ 3·10⁻⁷ where the result is normal; 0 below −88.8; +∞ → 1, −∞ → 0.</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(SigmoidOperator), x, y);

    /// <summary>y = erf x = 2/√π · ∫₀ˣ e^(−t²) dt, relative error ≤ 2·10⁻⁷; ±∞ → ±1.</summary>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(ErfOperator), x, y);

    internal readonly struct ExpOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Functions.Exp(x);
    }

    internal readonly struct LogOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Functions.Log(x);
    }

    internal readonly struct TanhOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Functions.Tanh(x);
    }

    internal readonly struct SigmoidOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Functions.Sigmoid(x);
    }

    internal readonly struct ErfOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Functions.Erf(x);
    }
}
