using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>Sums of runs, and of rows side by side.</content>
public static partial class Reductions
{
    private const int RowsAtATime = 32;

    /// <summary>Σ xᵢ: blocks in float, over the blocks in double.</summary>
    public static double Sum(ReadOnlySpan<float> x) => Fold.Sum(default(Softmax.IdentityOperator), x);

    /// <summary>
    /// sums[c] += Σ x[row, c]. Pairwise: the halves of many rows have sums of their own, so that the rounding error grows with the logarithm of their number.
    /// </summary>
    /// <param name="x">The first row and what follows.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="sums">Added to; as many as a row has values.</param>
    public static void AddRows(ReadOnlySpan<float> x, int rows, int stride, Span<float> sums)
    {
        if (rows == 0) return;
        x = x[..((rows - 1) * stride + sums.Length)];
        if (Vector512.IsHardwareAccelerated) AddRows<Lanes512>(x, rows, stride, sums);
        else if (Vector256.IsHardwareAccelerated) AddRows<Lanes256>(x, rows, stride, sums);
        else AddRows<Lanes128>(x, rows, stride, sums);
    }

    private static void AddRows<V>(ReadOnlySpan<float> x, int rows, int stride, Span<float> sums)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(sums);
        int c = 0;
        for (; c <= sums.Length - V.Count; c += V.Count) (V.Load(ref to, c) + SumRows<V>(in from, c, rows, stride)).Store(ref to, c);
        // The last, incomplete vector has no room behind it: column by column, in the same order.
        for (; c < sums.Length; c++) sums[c] += SumColumn(x[c..], rows, stride);
    }

    private static V SumRows<V>(ref readonly float x, int at, int rows, int stride)
        where V : struct, ILanes<V>
    {
        if (rows > RowsAtATime)
        {
            int half = HalfOf(rows);
            return SumRows<V>(in x, at, half, stride) + SumRows<V>(in x, at + half * stride, rows - half, stride);
        }
        V even = V.Create(0), odd = V.Create(0);
        int left = rows;
        for (; left > 1; left -= 2, at += 2 * stride)
        {
            even += V.Load(in x, at);
            odd += V.Load(in x, at + stride);
        }
        if (left > 0) even += V.Load(in x, at);
        return even + odd;
    }

    private static float SumColumn(ReadOnlySpan<float> x, int rows, int stride)
    {
        if (rows > RowsAtATime)
        {
            int half = HalfOf(rows);
            return SumColumn(x, half, stride) + SumColumn(x[(half * stride)..], rows - half, stride);
        }
        float even = 0, odd = 0;
        int at = 0, left = rows;
        for (; left > 1; left -= 2, at += 2 * stride)
        {
            even += x[at];
            odd += x[at + stride];
        }
        if (left > 0) even += x[at];
        return even + odd;
    }

    /// <summary>A whole number of blocks, about half of the rows.</summary>
    private static int HalfOf(int rows) => (rows / 2 + RowsAtATime - 1) / RowsAtATime * RowsAtATime;
}
