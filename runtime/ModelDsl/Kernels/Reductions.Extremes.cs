using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>The greatest and the smallest. A NaN wins over any number.</content>
public static partial class Reductions
{
    /// <summary>The greatest value; NaN if one is NaN, −∞ if there is none.</summary>
    public static float Max(ReadOnlySpan<float> x)
        => Vector512.IsHardwareAccelerated ? Largest<Identity, Lanes512>(x)
        : Vector256.IsHardwareAccelerated ? Largest<Identity, Lanes256>(x)
        : Largest<Identity, Lanes128>(x);

    /// <summary>The smallest value; NaN if one is NaN, ∞ if there is none.</summary>
    public static float Min(ReadOnlySpan<float> x)
        => -(Vector512.IsHardwareAccelerated ? Largest<Negation, Lanes512>(x)
        : Vector256.IsHardwareAccelerated ? Largest<Negation, Lanes256>(x)
        : Largest<Negation, Lanes128>(x));

    /// <summary>y[c] = the greatest of y[c] and all x[row, c].</summary>
    /// <param name="x">The first row and what follows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="y">As many as a row has values.</param>
    public static void MaxRows(ReadOnlySpan<float> x, int rows, int stride, Span<float> y)
    {
        for (int row = 0; row < rows; row++) Elementwise.Maximum(y, x.Slice(row * stride, y.Length), y);
    }

    /// <summary>y[c] = the smallest of y[c] and all x[row, c].</summary>
    /// <inheritdoc cref="MaxRows"/>
    public static void MinRows(ReadOnlySpan<float> x, int rows, int stride, Span<float> y)
    {
        for (int row = 0; row < rows; row++) Elementwise.Minimum(y, x.Slice(row * stride, y.Length), y);
    }

    /// <summary>The number of the first greatest element; a NaN counts as the greatest.</summary>
    /// <param name="x">The first element and what follows.</param>
    /// <param name="stride">Floats from one element to the next.</param>
    /// <param name="count">How many elements.</param>
    public static int IndexOfMax(ReadOnlySpan<float> x, int stride, int count)
    {
        int best = 0;
        float greatest = x[0];
        for (int i = 1; i < count && !float.IsNaN(greatest); i++)
        {
            float value = x[i * stride];
            if (!(value > greatest) && !float.IsNaN(value)) continue;
            (best, greatest) = (i, value);
        }
        return best;
    }

    /// <summary>Writes a value where the first element of some dimensions, in their order, is the one wanted (or NaN, if that is wanted).</summary>
    /// <param name="value">What is written.</param>
    /// <param name="wanted">What is looked for.</param>
    /// <param name="x">Where it is looked for, from the first element on.</param>
    /// <param name="steps">Floats from one element to the next in each dimension.</param>
    /// <param name="y">Receives the value, from the first element on.</param>
    /// <param name="targetSteps">Floats from one element to the next there.</param>
    /// <param name="sizes">The sizes of the dimensions.</param>
    public static void StoreAtFirst(
        float value, float wanted, ReadOnlySpan<float> x, ReadOnlySpan<int> steps, Span<float> y, ReadOnlySpan<int> targetSteps, ReadOnlySpan<int> sizes)
    {
        TryStore(value, wanted, x, steps, y, targetSteps, sizes);
    }

    private static bool TryStore(
        float value, float wanted, ReadOnlySpan<float> x, ReadOnlySpan<int> steps, Span<float> y, ReadOnlySpan<int> targetSteps, ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty)
        {
            if (x[0] != wanted && !(float.IsNaN(wanted) && float.IsNaN(x[0]))) return false;
            y[0] = value;
            return true;
        }
        for (int i = 0; i < sizes[0]; i++)
        {
            if (TryStore(value, wanted, x[(i * steps[0])..], steps[1..], y[(i * targetSteps[0])..], targetSteps[1..], sizes[1..])) return true;
        }
        return false;
    }

    private static float Largest<TOperator, V>(ReadOnlySpan<float> x)
        where TOperator : struct, IUnaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        V largest = V.Create(float.NegativeInfinity);
        int i = 0;
        for (; i <= x.Length - V.Count; i += V.Count) largest = Lanes.LargerOrNaN(largest, default(TOperator).Invoke(V.Load(in from, i)));
        float result = largest.Largest();
        for (; i < x.Length; i++) result = MathF.Max(result, typeof(TOperator) == typeof(Negation) ? -x[i] : x[i]);
        return result;
    }

    private readonly struct Identity : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x;
    }

    private readonly struct Negation : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => V.Create(-0f) - x;
    }
}
