using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>y = f(x), one lane as another.</summary>
internal interface IUnaryOperator
{
    V Invoke<V>(V x)
        where V : struct, ILanes<V>;
}

/// <summary>y = f(a, b), one lane as another.</summary>
internal interface IBinaryOperator
{
    V Invoke<V>(V a, V b)
        where V : struct, ILanes<V>;
}

/// <summary>y = f(a, b, c), one lane as another.</summary>
internal interface ITernaryOperator
{
    V Invoke<V>(V a, V b, V c)
        where V : struct, ILanes<V>;
}

/// <summary>
/// Runs element-wise operators over spans at the widest vectors that the machine has. The last, incomplete vector is padded and takes
/// the same path, so that a value does not depend on its position. The output may be one of the inputs.
/// </summary>
/// <remarks>
/// An operator stands in one place of a method, in <c>Vectors</c>: the JIT inlines a limited number of variables into a method (512), and
/// what comes later remains calls. GELU in two places took 15 ns an element instead of 0.8.
/// </remarks>
internal static class Map
{
    public static void Run<TOperator>(TOperator op, ReadOnlySpan<float> x, Span<float> y)
        where TOperator : struct, IUnaryOperator
    {
        Check(x.Length, y.Length);
        if (Vector512.IsHardwareAccelerated) Run<TOperator, Lanes512>(op, x, y);
        else if (Vector256.IsHardwareAccelerated) Run<TOperator, Lanes256>(op, x, y);
        else Run<TOperator, Lanes128>(op, x, y);
    }

    public static void Run<TOperator>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOperator : struct, IBinaryOperator
    {
        Check(a.Length, y.Length);
        Check(b.Length, y.Length);
        if (Vector512.IsHardwareAccelerated) Run<TOperator, Lanes512>(op, a, b, y);
        else if (Vector256.IsHardwareAccelerated) Run<TOperator, Lanes256>(op, a, b, y);
        else Run<TOperator, Lanes128>(op, a, b, y);
    }

    public static void Run<TOperator>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TOperator : struct, ITernaryOperator
    {
        Check(a.Length, y.Length);
        Check(b.Length, y.Length);
        Check(c.Length, y.Length);
        if (Vector512.IsHardwareAccelerated) Run<TOperator, Lanes512>(op, a, b, c, y);
        else if (Vector256.IsHardwareAccelerated) Run<TOperator, Lanes256>(op, a, b, c, y);
        else Run<TOperator, Lanes128>(op, a, b, c, y);
    }

    private static void Run<TOperator, V>(TOperator op, ReadOnlySpan<float> x, Span<float> y)
        where TOperator : struct, IUnaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float fromX = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count, rest = y.Length - whole;
        if (whole > 0) Vectors<TOperator, V>(op, in fromX, ref to, whole);
        if (rest == 0) return;
        V last = Lanes.LoadFirst<V>(in fromX, whole, rest, 0);
        Vectors<TOperator, V>(op, in Unsafe.As<V, float>(ref last), ref Unsafe.As<V, float>(ref last), V.Count);
        Lanes.StoreFirst(last, ref to, whole, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Vectors<TOperator, V>(TOperator op, ref readonly float x, ref float y, int length)
        where TOperator : struct, IUnaryOperator
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < length; i += V.Count) op.Invoke(V.Load(in x, i)).Store(ref y, i);
    }

    private static void Run<TOperator, V>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOperator : struct, IBinaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float fromA = ref MemoryMarshal.GetReference(a);
        ref readonly float fromB = ref MemoryMarshal.GetReference(b);
        ref float to = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count, rest = y.Length - whole;
        if (whole > 0) Vectors<TOperator, V>(op, in fromA, in fromB, ref to, whole);
        if (rest == 0) return;
        V lastA = Lanes.LoadFirst<V>(in fromA, whole, rest, 0);
        V lastB = Lanes.LoadFirst<V>(in fromB, whole, rest, 0);
        Vectors<TOperator, V>(op, in Unsafe.As<V, float>(ref lastA), in Unsafe.As<V, float>(ref lastB), ref Unsafe.As<V, float>(ref lastA), V.Count);
        Lanes.StoreFirst(lastA, ref to, whole, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Vectors<TOperator, V>(TOperator op, ref readonly float a, ref readonly float b, ref float y, int length)
        where TOperator : struct, IBinaryOperator
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < length; i += V.Count) op.Invoke(V.Load(in a, i), V.Load(in b, i)).Store(ref y, i);
    }

    private static void Run<TOperator, V>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TOperator : struct, ITernaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float fromA = ref MemoryMarshal.GetReference(a);
        ref readonly float fromB = ref MemoryMarshal.GetReference(b);
        ref readonly float fromC = ref MemoryMarshal.GetReference(c);
        ref float to = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count, rest = y.Length - whole;
        if (whole > 0) Vectors<TOperator, V>(op, in fromA, in fromB, in fromC, ref to, whole);
        if (rest == 0) return;
        V lastA = Lanes.LoadFirst<V>(in fromA, whole, rest, 0);
        V lastB = Lanes.LoadFirst<V>(in fromB, whole, rest, 0);
        V lastC = Lanes.LoadFirst<V>(in fromC, whole, rest, 0);
        Vectors<TOperator, V>(op, in Unsafe.As<V, float>(ref lastA), in Unsafe.As<V, float>(ref lastB), in Unsafe.As<V, float>(ref lastC), ref Unsafe.As<V, float>(ref lastA), V.Count);
        Lanes.StoreFirst(lastA, ref to, whole, rest);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Vectors<TOperator, V>(TOperator op, ref readonly float a, ref readonly float b, ref readonly float c, ref float y, int length)
        where TOperator : struct, ITernaryOperator
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < length; i += V.Count) op.Invoke(V.Load(in a, i), V.Load(in b, i), V.Load(in c, i)).Store(ref y, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int input, int output)
    {
        if (input != output) throw new ArgumentException($"An input has {input} values, the output {output}: the same number was expected.");
    }
}
