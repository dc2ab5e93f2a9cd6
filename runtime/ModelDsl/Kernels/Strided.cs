using System.ComponentModel;

namespace ModelDsl.Kernels;

/// <summary>Brings elements that lie apart together, and apart again.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Strided
{
    /// <summary>y[i] = x[i · stride].</summary>
    /// <param name="x">The elements from the first one on.</param>
    /// <param name="stride">Floats from one to the next; 0 repeats the first.</param>
    /// <param name="y">Receives as many as it has room for.</param>
    public static void Gather(ReadOnlySpan<float> x, int stride, Span<float> y)
    {
        if (stride == 0)
        {
            y.Fill(x[0]);
            return;
        }
        for (int i = 0, at = 0; i < y.Length; i++, at += stride) y[i] = x[at];
    }

    /// <summary>y[i · stride] = x[i].</summary>
    /// <param name="x">The elements.</param>
    /// <param name="y">Receives them, from the first on.</param>
    /// <param name="stride">Floats from one to the next there.</param>
    public static void Scatter(ReadOnlySpan<float> x, Span<float> y, int stride)
    {
        for (int i = 0, at = 0; i < x.Length; i++, at += stride) y[at] = x[i];
    }
}
