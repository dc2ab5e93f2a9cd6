using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Inverted dropout: y = 0 with probability p, else x / (1 − p). Which values become zero is a function of a key and of their position
/// in the batch, so the mask is the same however the batch is cut, and the backward pass recomputes it: nothing is saved.
/// The function mixes position and key by two rounds of multiply and xor-shift (as the finalizers of MurmurHash3, Appleby 2011, do).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Dropout
{
    /// <summary>The key of one layer in one training step.</summary>
    /// <param name="seed">The model's seed.</param>
    /// <param name="step">Which training step.</param>
    /// <param name="layer">Which dropout layer of the model.</param>
    public static ulong Key(long seed, long step, int layer)
        => unchecked(RandomGenerator.Mix(RandomGenerator.Mix(RandomGenerator.Mix((ulong)seed) + (ulong)step) + (ulong)layer));

    /// <summary>
    /// Drops values: forward with x → y, backward with dy → dx and the same key and positions. The output may be the input.
    /// NaN and infinities that are dropped become zero.
    /// </summary>
    /// <param name="x">Values of consecutive positions.</param>
    /// <param name="y">Receives as many values.</param>
    /// <param name="p">The probability of a zero, from 0 to 1.</param>
    /// <param name="key">The key; see <see cref="Key"/>.</param>
    /// <param name="position">The position of the first value in the batch; positions repeat after 2³².</param>
    public static void Apply(ReadOnlySpan<float> x, Span<float> y, float p, ulong key, long position)
    {
        if (x.Length != y.Length) throw new ArgumentException($"The input has {x.Length} values, the output {y.Length}: the same number was expected.");
        Mask mask = new(p, key);
        uint first = unchecked((uint)position);
        if (Vector512.IsHardwareAccelerated) Apply<Lanes512>(x, y, mask, first);
        else if (Vector256.IsHardwareAccelerated) Apply<Lanes256>(x, y, mask, first);
        else Apply<Lanes128>(x, y, mask, first);
    }

    private static void Apply<V>(ReadOnlySpan<float> x, Span<float> y, Mask mask, uint first)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        int whole = x.Length - x.Length % V.Count, rest = x.Length - whole;
        if (whole > 0) Vectors<V>(in from, ref to, whole, mask, first);
        if (rest == 0) return;
        V last = Lanes.LoadFirst<V>(in from, whole, rest, 0);
        Vectors<V>(in Unsafe.As<V, float>(ref last), ref Unsafe.As<V, float>(ref last), V.Count, mask, unchecked(first + (uint)whole));
        Lanes.StoreFirst(last, ref to, whole, rest);
    }

    /// <summary>The one place of the mask: see <see cref="Map"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Vectors<V>(ref readonly float x, ref float y, int length, Mask mask, uint first)
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < length; i += V.Count) mask.Invoke(V.Load(in x, i), unchecked(first + (uint)i)).Store(ref y, i);
    }

    private readonly struct Mask(float p, ulong key)
    {
        private readonly float _scale = p < 1 ? 1 / (1 - p) : 0;
        private readonly uint _low = (uint)key;
        private readonly uint _high = (uint)(key >> 32);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, uint position)
            where V : struct, ILanes<V>
        {
            V bits = V.XorBits(V.Indices(position), _low);
            bits = V.MultiplyBits(V.XorShift(bits, 16), 0x85EBCA6B);
            bits = V.MultiplyBits(V.XorShift(bits, 13), 0xC2B2AE35);
            bits = V.XorBits(V.XorShift(bits, 16), _high);
            bits = V.MultiplyBits(V.XorShift(bits, 15), 0x2C1B3C6D);
            bits = V.MultiplyBits(V.XorShift(bits, 12), 0x297A2D39);
            bits = V.XorShift(bits, 15);
            return V.Select(V.LessOrEqual(V.Create(p), V.ToUnit(bits)), x * V.Create(_scale), V.Create(0));
        }
    }
}
