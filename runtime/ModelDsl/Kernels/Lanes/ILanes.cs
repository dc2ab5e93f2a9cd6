using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <summary>
/// A vector of floats of some width. Kernels are written once against this interface and run at three widths: the JIT makes the wrapper
/// disappear. Comparisons give masks: lanes with all bits set or none.
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>How many floats.</summary>
    static abstract int Count { get; }

    /// <summary>0, 1, 2, …: the number of each lane. No table, whose handle unoptimised code would allocate.</summary>
    static abstract T Numbers { get; }

    static abstract T Create(float value);

    static abstract T Load(ref readonly float source, int offset);

    void Store(ref float target, int offset);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator &(T a, T b);

    static abstract T operator |(T a, T b);

    /// <summary>a · b + c, rounded once where the machine can do that.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>The smaller; <paramref name="b"/> if one is NaN, so a NaN in the second place survives.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The greater; <paramref name="b"/> if one is NaN, so a NaN in the second place survives.</summary>
    static abstract T Max(T a, T b);

    static abstract T Abs(T a);

    static abstract T Sqrt(T a);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract T Round(T a);

    static abstract T Less(T a, T b);

    static abstract T LessOrEqual(T a, T b);

    static abstract T Equal(T a, T b);

    static abstract T NotEqual(T a, T b);

    /// <summary>Lane by lane <paramref name="a"/> where the mask is set, else <paramref name="b"/>.</summary>
    static abstract T Select(T mask, T a, T b);

    /// <summary>a · 2ⁿ for a whole n from −150 to 129, with the right overflow to infinity and underflow to subnormal numbers and zero.</summary>
    static abstract T Scale(T a, T n);

    /// <summary>Splits a positive normal a into m · 2ᵉ with m from √½ to √2.</summary>
    static abstract T Split(T a, out T exponent);

    /// <summary>The bits <paramref name="first"/>, <paramref name="first"/> + 1, … as integers; for the four methods below.</summary>
    static abstract T Indices(uint first);

    static abstract T XorBits(T a, uint bits);

    /// <summary>a ^ (a &gt;&gt; shift), as unsigned integers.</summary>
    static abstract T XorShift(T a, [ConstantExpected] int shift);

    static abstract T MultiplyBits(T a, uint factor);

    /// <summary>The upper 24 bits of each unsigned integer as a number from 0 (included) to 1 (excluded).</summary>
    static abstract T ToUnit(T a);

    /// <summary>The lanes added pairwise.</summary>
    float Sum();

    /// <summary>The sums over the lanes of four vectors: their halves added until four lanes are left, these pairwise.</summary>
    static abstract Vector128<float> Sums(T a, T b, T c, T d);

    /// <summary>The greatest lane; NaN if a lane is NaN.</summary>
    float Largest();
}

/// <summary>What is written once for all widths.</summary>
internal static class Lanes
{
    /// <summary>The smallest normal number.</summary>
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Loads the first <paramref name="count"/> lanes, which may be all that there is; the others get <paramref name="fill"/>.</summary>
    public static V LoadFirst<V>(ref readonly float source, int offset, int count, float fill)
        where V : struct, ILanes<V>
    {
        Buffer buffer = default;
        V.Create(fill).Store(ref buffer[0], 0);
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in source), offset), count).CopyTo(buffer);
        return V.Load(in buffer[0], 0);
    }

    /// <summary>Loads a whole vector where there are so many, else as <see cref="LoadFirst"/> does with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadUpTo<V>(ref readonly float source, int offset, int count)
        where V : struct, ILanes<V>
        => count >= V.Count ? V.Load(in source, offset) : LoadFirst<V>(in source, offset, count, 0);

    /// <summary>Stores a whole vector where there is room, else the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpTo<V>(V lanes, ref float target, int offset, int count)
        where V : struct, ILanes<V>
    {
        if (count >= V.Count) lanes.Store(ref target, offset);
        else StoreFirst(lanes, ref target, offset, count);
    }

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    public static void StoreFirst<V>(V lanes, ref float target, int offset, int count)
        where V : struct, ILanes<V>
    {
        Buffer buffer = default;
        lanes.Store(ref buffer[0], 0);
        buffer[..count].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, offset), count));
    }

    /// <summary>The first <paramref name="count"/> lanes as they are, <paramref name="fill"/> in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First<V>(V lanes, int count, float fill = 0)
        where V : struct, ILanes<V>
        => V.Select(V.Less(V.Numbers, V.Create(count)), lanes, V.Create(fill));

    /// <summary>
    /// Zero for lanes with a denormal number, the others as they are. Some processors take a hundred cycles for a product with one: what is multiplied by less
    /// than 1 in each step, as momentum is, would become one and stay it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V WithoutDenormals<V>(V lanes)
        where V : struct, ILanes<V>
        => V.Select(V.Less(V.Abs(lanes), V.Create(SmallestNormal)), V.Create(0), lanes);

    /// <summary>Lane by lane the greater; NaN if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LargerOrNaN<V>(V a, V b)
        where V : struct, ILanes<V>
        => V.Select(V.Equal(a, a), V.Max(a, b), a);

    /// <summary>The sums over the lanes of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (!Sse.IsSupported) return Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
        Vector128<float> ab = Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b), cd = Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d);
        return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
    }

    [InlineArray(16)]
    private struct Buffer
    {
        private float _first;
    }
}
