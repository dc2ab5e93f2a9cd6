using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// What softmax, its logarithm and cross-entropy begin with: exp(xᵢ − max) of a row and the sum of those. A row of a model's memory has
/// room behind it, which saves the detour of an incomplete vector.
/// </summary>
internal static class Exponentials
{
    /// <summary>Vectors that are added in float before their sum is added in double.</summary>
    private const int BlockLength = 64;

    /// <summary>y = exp(x − max), zeros behind the columns; returns the maximum and Σ y.</summary>
    /// <param name="x">The row and, if there is more, what lies behind it.</param>
    /// <param name="y">Receives the row; as long as x, and maybe x itself.</param>
    /// <param name="columns">Values of the row.</param>
    public static (float Max, double Sum) Of(ReadOnlySpan<float> x, Span<float> y, int columns)
        => Vector512.IsHardwareAccelerated ? Of<Lanes512>(x, y, columns)
        : Vector256.IsHardwareAccelerated ? Of<Lanes256>(x, y, columns)
        : Of<Lanes128>(x, y, columns);

    /// <summary>The same without keeping the exponentials.</summary>
    public static (float Max, double Sum) Of(ReadOnlySpan<float> x, int columns) => Of(x, [], columns);

    private static (float Max, double Sum) Of<V>(ReadOnlySpan<float> x, Span<float> y, int columns)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(y);
        int padded = (columns + V.Count - 1) / V.Count * V.Count;
        bool hasRoom = x.Length >= padded;
        V largest = V.Create(float.NegativeInfinity);
        for (int i = 0; i < columns; i += V.Count) largest = Lanes.LargerOrNaN(largest, Load<V>(in from, i, columns - i, hasRoom));
        float max = largest.Largest();

        double total = 0;
        V sum = V.Create(0);
        for (int i = 0, untilFlush = BlockLength; i < columns; i += V.Count)
        {
            V e = Functions.Exp(Load<V>(in from, i, columns - i, hasRoom) - V.Create(max));
            sum += e;
            if (!y.IsEmpty) Lanes.StoreUpTo(e, ref to, i, hasRoom ? V.Count : columns - i);
            if (--untilFlush > 0) continue;
            total += sum.Sum();
            sum = V.Create(0);
            untilFlush = BlockLength;
        }
        if (!y.IsEmpty && hasRoom) y[padded..].Clear();
        else if (!y.IsEmpty) y[columns..].Clear();
        return (max, total + sum.Sum());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<V>(ref readonly float source, int offset, int count, bool hasRoom)
        where V : struct, ILanes<V>
        => count >= V.Count ? V.Load(in source, offset)
        : hasRoom ? Lanes.First(V.Load(in source, offset), count, float.NegativeInfinity)
        : Lanes.LoadFirst<V>(in source, offset, count, float.NegativeInfinity);
}
