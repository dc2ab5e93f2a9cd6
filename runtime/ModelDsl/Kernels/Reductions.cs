using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>Sums in a fixed order: within a piece of the batch in float (row by row), over the pieces in double.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Reductions
{
    /// <summary>sums[c] = Σ x[pixel, c] over all pixels of some samples: the gradient of a bias, for example.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="layout">How they lie; pixels are whole vectors: the pixel stride is a multiple of 16.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="sums">Receives one sum for each lane of a pixel.</param>
    public static void SumPixels(ReadOnlySpan<float> x, PictureLayout layout, int count, Span<float> sums)
    {
        x = x[..(count * layout.SampleStride)];
        sums = sums[..layout.PixelStride];
        if (Vector512.IsHardwareAccelerated) SumPixels<Lanes512>(x, layout, count, sums);
        else if (Vector256.IsHardwareAccelerated) SumPixels<Lanes256>(x, layout, count, sums);
        else SumPixels<Lanes128>(x, layout, count, sums);
    }

    /// <summary>sums[i] += partial[i], the sums being doubles.</summary>
    /// <param name="partial">What a piece of the batch left.</param>
    /// <param name="sums">Memory of as many doubles, twice as many floats.</param>
    public static void Accumulate(ReadOnlySpan<float> partial, Span<float> sums)
    {
        Span<double> totals = MemoryMarshal.Cast<float, double>(sums)[..partial.Length];
        int i = 0;
        for (; i <= partial.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(partial[i..]), out Vector<double> low, out Vector<double> high);
            (new Vector<double>(totals[i..]) + low).CopyTo(totals[i..]);
            (new Vector<double>(totals[(i + Vector<double>.Count)..]) + high).CopyTo(totals[(i + Vector<double>.Count)..]);
        }
        for (; i < partial.Length; i++) totals[i] += partial[i];
    }

    /// <summary>result[i] = the sum that <see cref="Accumulate"/> left at <paramref name="first"/> + i.</summary>
    /// <param name="sums">Memory of doubles.</param>
    /// <param name="first">Which double is the first.</param>
    /// <param name="result">Receives the sums.</param>
    public static void Store(ReadOnlySpan<float> sums, int first, Span<float> result)
    {
        ReadOnlySpan<double> totals = MemoryMarshal.Cast<float, double>(sums).Slice(first, result.Length);
        int i = 0;
        for (; i <= result.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Narrow(new Vector<double>(totals[i..]), new Vector<double>(totals[(i + Vector<double>.Count)..])).CopyTo(result[i..]);
        for (; i < result.Length; i++) result[i] = (float)totals[i];
    }

    private static void SumPixels<V>(ReadOnlySpan<float> x, PictureLayout layout, int count, Span<float> sums)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(sums);
        int c = 0;
        for (; c <= layout.PixelStride - 4 * V.Count; c += 4 * V.Count) ColumnSums.OfFour<V>(in from, layout, count, c, ref to);
        for (; c < layout.PixelStride; c += V.Count)
            ColumnSums.Of<ColumnSums.Identity<V>, V>(default, in from, layout, count, c).Store(ref to, c);
    }
}
