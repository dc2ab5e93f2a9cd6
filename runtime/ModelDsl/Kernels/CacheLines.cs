using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <summary>Asks for memory before it is used.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class CacheLines
{
    /// <summary>Floats of a line of the cache.</summary>
    private const int Line = 16;

    /// <summary>Fetches 32 columns of some rows of a matrix, as far as it has them, as the other method does.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="column">The first of the columns.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public static void Fetch(ReadOnlySpan<float> matrix, int column, int first, int rows, int stride)
    {
        int height = Math.Min(rows, (matrix.Length - column + stride - 1) / stride - first);
        if (height > 0) Fetch(ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix), first * stride), column, height, stride);
    }

    /// <summary>Fetches 32 columns of rows that lie far apart into the second-level cache. Where a processor is not known to do so, nothing happens.</summary>
    /// <param name="first">The first row. Nothing is read: what is asked for may lie outside of the block.</param>
    /// <param name="column">The first of the columns.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public static void Fetch(ref float first, int column, int rows, int stride)
    {
        if (!Sse.IsSupported) return;

        // An address that moves meanwhile is a useless one, not a wrong one.
        float* row = (float*)Unsafe.AsPointer(ref first) + column;
        for (int i = 0; i < rows; i++, row += stride)
        {
            Sse.Prefetch1(row);
            Sse.Prefetch1(row + Line);
        }
    }
}
