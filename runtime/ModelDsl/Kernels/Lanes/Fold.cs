using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// Sums over spans: four vectors of partial sums in float over at most <see cref="BlockLength"/> values, the blocks in double. So the
/// rounding error stays near that of one float, whatever the length; the order depends on nothing but the length and the vector width.
/// </summary>
internal static class Fold
{
    private const int BlockLength = 1024;

    /// <summary>Σ f(xᵢ).</summary>
    public static double Sum<TOperator>(TOperator op, ReadOnlySpan<float> x)
        where TOperator : struct, IUnaryOperator
    {
        double sum = 0;
        for (; x.Length > BlockLength; x = x[BlockLength..]) sum += Block(op, x[..BlockLength]);
        return sum + Block(op, x);
    }

    /// <summary>Σ f(aᵢ, bᵢ).</summary>
    public static double Sum<TOperator>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TOperator : struct, IBinaryOperator
    {
        double sum = 0;
        for (; a.Length > BlockLength; a = a[BlockLength..], b = b[BlockLength..]) sum += Block(op, a[..BlockLength], b[..BlockLength]);
        return sum + Block(op, a, b[..a.Length]);
    }

    private static float Block<TOperator>(TOperator op, ReadOnlySpan<float> x)
        where TOperator : struct, IUnaryOperator
        => Vector512.IsHardwareAccelerated ? Block<TOperator, Lanes512>(op, x)
        : Vector256.IsHardwareAccelerated ? Block<TOperator, Lanes256>(op, x)
        : Block<TOperator, Lanes128>(op, x);

    private static float Block<TOperator>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TOperator : struct, IBinaryOperator
        => Vector512.IsHardwareAccelerated ? Block<TOperator, Lanes512>(op, a, b)
        : Vector256.IsHardwareAccelerated ? Block<TOperator, Lanes256>(op, a, b)
        : Block<TOperator, Lanes128>(op, a, b);

    private static float Block<TOperator, V>(TOperator op, ReadOnlySpan<float> x)
        where TOperator : struct, IUnaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        V s0 = V.Create(0), s1 = s0, s2 = s0, s3 = s0;
        int i = 0;
        for (; i <= x.Length - 4 * V.Count; i += 4 * V.Count)
        {
            s0 += op.Invoke(V.Load(in from, i));
            s1 += op.Invoke(V.Load(in from, i + V.Count));
            s2 += op.Invoke(V.Load(in from, i + 2 * V.Count));
            s3 += op.Invoke(V.Load(in from, i + 3 * V.Count));
        }
        for (; i <= x.Length - V.Count; i += V.Count) s0 += op.Invoke(V.Load(in from, i));
        int rest = x.Length - i;
        if (rest > 0) s1 += Lanes.First(op.Invoke(Lanes.LoadFirst<V>(in from, i, rest, 0)), rest);
        return (s0 + s1 + (s2 + s3)).Sum();
    }

    private static float Block<TOperator, V>(TOperator op, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        where TOperator : struct, IBinaryOperator
        where V : struct, ILanes<V>
    {
        ref readonly float fromA = ref MemoryMarshal.GetReference(a);
        ref readonly float fromB = ref MemoryMarshal.GetReference(b);
        V s0 = V.Create(0), s1 = s0;
        int i = 0;
        for (; i <= a.Length - 2 * V.Count; i += 2 * V.Count)
        {
            s0 += op.Invoke(V.Load(in fromA, i), V.Load(in fromB, i));
            s1 += op.Invoke(V.Load(in fromA, i + V.Count), V.Load(in fromB, i + V.Count));
        }
        for (; i <= a.Length - V.Count; i += V.Count) s0 += op.Invoke(V.Load(in fromA, i), V.Load(in fromB, i));
        int rest = a.Length - i;
        if (rest > 0) s1 += Lanes.First(op.Invoke(Lanes.LoadFirst<V>(in fromA, i, rest, 0), Lanes.LoadFirst<V>(in fromB, i, rest, 0)), rest);
        return (s0 + s1).Sum();
    }
}
