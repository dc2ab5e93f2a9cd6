using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <content>
/// Products with a matrix of a few rows, by dot products along the rows of both: a register tile would leave most of its 16 columns empty.
/// </content>
public static partial class Matrices
{
    /// <summary>y[row, i] = bias[i] + Σₖ x[row, k] · weight[i, k]; the lanes of y beyond the outputs become zero.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="strideX">Floats from one row of x to the next.</param>
    /// <param name="weight">[outputs, length], dense.</param>
    /// <param name="bias">One value for each output; empty for zeros.</param>
    /// <param name="y">Receives the rows; its length says how many.</param>
    /// <param name="strideY">Floats from one row of y to the next.</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="length">The length of the sums; best a multiple of 16, for what is left is added value by value.</param>
    /// <param name="clampsAtZero">Whether ReLU is applied.</param>
    public static void Dots(
        ReadOnlySpan<float> x, int strideX, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> y, int strideY, int outputs, int length, bool clampsAtZero)
    {
        if (Vector512.IsHardwareAccelerated) Dots<Lanes512>(x, strideX, weight, bias, y, strideY, outputs, length, clampsAtZero);
        else if (Vector256.IsHardwareAccelerated) Dots<Lanes256>(x, strideX, weight, bias, y, strideY, outputs, length, clampsAtZero);
        else Dots<Lanes128>(x, strideX, weight, bias, y, strideY, outputs, length, clampsAtZero);
    }

    private static void Dots<V>(
        ReadOnlySpan<float> x, int strideX, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> y, int strideY, int outputs, int length, bool clampsAtZero)
        where V : struct, ILanes<V>
    {
        int rows = y.Length / strideY, row = 0;
        y.Clear();
        for (; row <= rows - 4; row += 4)
        {
            ReadOnlySpan<float> x0 = x.Slice(row * strideX, 3 * strideX + length);
            for (int i = 0; i < outputs; i++)
            {
                Vector128<float> sums = RowsByOne<V>(in MemoryMarshal.GetReference(x0), strideX, in MemoryMarshal.GetReference(weight.Slice(i * length, length)), length);
                if (!bias.IsEmpty) sums += Vector128.Create(bias[i]);
                if (clampsAtZero) sums = Vector128.MaxNative(Vector128<float>.Zero, sums);
                for (int r = 0; r < 4; r++) y[(row + r) * strideY + i] = sums.GetElement(r);
            }
        }
        for (; row < rows; row++)
        {
            ReadOnlySpan<float> x0 = x.Slice(row * strideX, length);
            for (int i = 0; i < outputs; i += 4)
            {
                // Of a last group of fewer than four, the last output is computed again and not stored.
                int last = Math.Min(3, outputs - 1 - i);
                Vector128<float> sums = OneByRows<V>(in MemoryMarshal.GetReference(x0), in MemoryMarshal.GetReference(weight.Slice(i * length, (last + 1) * length)), length, last);
                for (int o = 0; o <= last; o++)
                {
                    float sum = sums.GetElement(o) + (bias.IsEmpty ? 0 : bias[i + o]);
                    y[row * strideY + i + o] = clampsAtZero ? float.MaxNative(0, sum) : sum;
                }
            }
        }
    }

    /// <summary>Four rows of x with one of the weight.</summary>
    private static Vector128<float> RowsByOne<V>(ref readonly float x, int stride, ref readonly float weight, int length)
        where V : struct, ILanes<V>
    {
        V s0 = V.Create(0), s1 = s0, s2 = s0, s3 = s0;
        int k = 0;
        for (; k <= length - V.Count; k += V.Count)
        {
            V w = V.Load(in weight, k);
            s0 = V.MultiplyAdd(V.Load(in x, k), w, s0);
            s1 = V.MultiplyAdd(V.Load(in x, k + stride), w, s1);
            s2 = V.MultiplyAdd(V.Load(in x, k + 2 * stride), w, s2);
            s3 = V.MultiplyAdd(V.Load(in x, k + 3 * stride), w, s3);
        }
        Vector128<float> sums = V.Sums(s0, s1, s2, s3);
        for (; k < length; k++)
        {
            Vector128<float> column = Vector128.Create(At(in x, k), At(in x, k + stride), At(in x, k + 2 * stride), At(in x, k + 3 * stride));
            sums += column * At(in weight, k);
        }
        return sums;
    }

    /// <summary>One row of x with the first four of the weight, or as many as there are: the sums beyond <paramref name="last"/> repeat that one.</summary>
    private static Vector128<float> OneByRows<V>(ref readonly float x, ref readonly float weight, int length, int last)
        where V : struct, ILanes<V>
    {
        int w1 = Math.Min(1, last) * length, w2 = Math.Min(2, last) * length, w3 = last * length;
        V s0 = V.Create(0), s1 = s0, s2 = s0, s3 = s0;
        int k = 0;
        for (; k <= length - V.Count; k += V.Count)
        {
            V lanes = V.Load(in x, k);
            s0 = V.MultiplyAdd(lanes, V.Load(in weight, k), s0);
            s1 = V.MultiplyAdd(lanes, V.Load(in weight, k + w1), s1);
            s2 = V.MultiplyAdd(lanes, V.Load(in weight, k + w2), s2);
            s3 = V.MultiplyAdd(lanes, V.Load(in weight, k + w3), s3);
        }
        Vector128<float> sums = V.Sums(s0, s1, s2, s3);
        for (; k < length; k++)
            sums += Vector128.Create(At(in weight, k), At(in weight, k + w1), At(in weight, k + w2), At(in weight, k + w3)) * At(in x, k);
        return sums;
    }

    private static float At(ref readonly float first, int index) => Unsafe.Add(ref Unsafe.AsRef(in first), index);
}
