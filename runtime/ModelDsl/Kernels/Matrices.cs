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
            foreach (ref Vector512<float> value in MemoryMarshal.Cast<float, Vector512<float>>(c.Slice(r * stride, columns))) value = Vector512.Max(value, Vector512<float>.Zero);
        }
    }
}
