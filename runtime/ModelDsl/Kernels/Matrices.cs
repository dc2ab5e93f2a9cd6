using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>What happens to a strip of a matrix before and after its sums: rows of 16 or 32 columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Matrices
{
    /// <summary>Sets all rows of a strip to the same values: sums start from there.</summary>
    /// <param name="c">The strip's first element.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="columns">The columns of the strip, a multiple of 16.</param>
    /// <param name="row">The values, one for each column; empty for zeros.</param>
    public static void Fill(Span<float> c, int rows, int stride, int columns, ReadOnlySpan<float> row)
    {
        for (int r = 0; r < rows; r++)
        {
            Span<float> target = c.Slice(r * stride, columns);
            if (row.IsEmpty) target.Clear();
            else row.CopyTo(target);
        }
    }

    /// <summary>c = max(c, 0); NaN stays.</summary>
    /// <param name="c">The strip's first element.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="columns">The columns of the strip, a multiple of 16.</param>
    public static void ReLU(Span<float> c, int rows, int stride, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            foreach (ref Vector512<float> value in MemoryMarshal.Cast<float, Vector512<float>>(c.Slice(r * stride, columns))) value = Vector512.MaxNative(Vector512<float>.Zero, value);
        }
    }

    /// <summary>target[c, r] = source[r, c].</summary>
    /// <param name="source">Rows, <paramref name="sourceStride"/> floats apart.</param>
    /// <param name="sourceStride">Floats from one row of the source to the next.</param>
    /// <param name="target">Receives as many rows as the source has columns, <paramref name="targetStride"/> floats apart.</param>
    /// <param name="targetStride">Floats from one row of the target to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    public static unsafe void Transpose(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int rows, int columns)
    {
        fixed (float* from = source[..((rows - 1) * sourceStride + columns)], to = target[..((columns - 1) * targetStride + rows)])
            Transposition.Run(from, sourceStride, to, targetStride, rows, columns);
    }
}
