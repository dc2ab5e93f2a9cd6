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
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count;
        for (int i = 0; i < whole; i += V.Count) op.Invoke(V.Load(in from, i)).Store(ref to, i);
        int rest = y.Length - whole;
        if (rest > 0) Lanes.StoreFirst(op.Invoke(Lanes.LoadFirst<V>(in from, whole, rest, 0)), ref to, whole, rest);
    }

    private static void Run<TOperator, V>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
        where TOperator : struct, IBinaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float fromA = ref MemoryMarshal.GetReference(a);
        ref readonly float fromB = ref MemoryMarshal.GetReference(b);
        ref float to = ref MemoryMarshal.GetReference(y);
        int whole = y.Length - y.Length % V.Count;
        for (int i = 0; i < whole; i += V.Count) op.Invoke(V.Load(in fromA, i), V.Load(in fromB, i)).Store(ref to, i);
        int rest = y.Length - whole;
        if (rest == 0) return;
        V tail = op.Invoke(Lanes.LoadFirst<V>(in fromA, whole, rest, 0), Lanes.LoadFirst<V>(in fromB, whole, rest, 0));
        Lanes.StoreFirst(tail, ref to, whole, rest);
    }

    private static void Run<TOperator, V>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TOperator : struct, ITernaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float fromA = ref MemoryMarshal.GetReference(a);
        ref readonly float fromB = ref MemoryMarshal.GetReference(b);
        ref readonly float fromC = ref MemoryMarshal.GetReference(c);
        ref float to = ref MemoryMarshal.GetReference(y);
        for (int i = 0; i < y.Length; i += V.Count)
        {
            int lanes = y.Length - i;
            V result = op.Invoke(Lanes.LoadUpTo<V>(in fromA, i, lanes), Lanes.LoadUpTo<V>(in fromB, i, lanes), Lanes.LoadUpTo<V>(in fromC, i, lanes));
            Lanes.StoreUpTo(result, ref to, i, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int input, int output)
    {
        if (input != output) throw new ArgumentException($"An input has {input} values, the output {output}: the same number was expected.");
    }
}
