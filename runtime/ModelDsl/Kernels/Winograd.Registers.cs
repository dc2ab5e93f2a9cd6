using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <content>
/// The transforms of pictures where 32 registers of 16 floats hold half a patch between its columns and its rows: nothing is stored on the
/// way, and stores are what these transforms wait for. Half of the rows is made of all columns, then the other half. Written out, for as a
/// generic method it has more variables than the JIT inlines. A patch of 5×5 fits whole.
/// </content>
public static unsafe partial class Winograd
{
    private static bool HasManyRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;
    }

    /// <summary>Bᵀ d B of a patch of 6×6 pixels, 16 channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformPatch(float** pixels, int channels, float* to, nint element)
    {
        for (nint c = 0; c < channels; c += Lanes)
        {
            PatchColumnUpper(pixels, 0, c, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0);
            PatchColumnUpper(pixels, 1, c, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1);
            PatchColumnUpper(pixels, 2, c, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2);
            PatchColumnUpper(pixels, 3, c, out Vector512<float> a3, out Vector512<float> b3, out Vector512<float> c3);
            PatchColumnUpper(pixels, 4, c, out Vector512<float> a4, out Vector512<float> b4, out Vector512<float> c4);
            PatchColumnUpper(pixels, 5, c, out Vector512<float> a5, out Vector512<float> b5, out Vector512<float> c5);
            PatchRow(a0, a1, a2, a3, a4, a5, to + c, element);
            PatchRow(b0, b1, b2, b3, b4, b5, to + c + 6 * element, element);
            PatchRow(c0, c1, c2, c3, c4, c5, to + c + 12 * element, element);

            PatchColumnLower(pixels, 0, c, out a0, out b0, out c0);
            PatchColumnLower(pixels, 1, c, out a1, out b1, out c1);
            PatchColumnLower(pixels, 2, c, out a2, out b2, out c2);
            PatchColumnLower(pixels, 3, c, out a3, out b3, out c3);
            PatchColumnLower(pixels, 4, c, out a4, out b4, out c4);
            PatchColumnLower(pixels, 5, c, out a5, out b5, out c5);
            PatchRow(a0, a1, a2, a3, a4, a5, to + c + 18 * element, element);
            PatchRow(b0, b1, b2, b3, b4, b5, to + c + 24 * element, element);
            PatchRow(c0, c1, c2, c3, c4, c5, to + c + 30 * element, element);
        }
    }

    /// <summary>A dy Aᵀ of 4×4 pixels, 16 channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformGradient(float** pixels, int channels, float* to, nint element)
    {
        for (nint c = 0; c < channels; c += Lanes)
        {
            GradientColumnUpper(pixels, 0, c, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0);
            GradientColumnUpper(pixels, 1, c, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1);
            GradientColumnUpper(pixels, 2, c, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2);
            GradientColumnUpper(pixels, 3, c, out Vector512<float> a3, out Vector512<float> b3, out Vector512<float> c3);
            GradientRow(a0, a1, a2, a3, to + c, element);
            GradientRow(b0, b1, b2, b3, to + c + 6 * element, element);
            GradientRow(c0, c1, c2, c3, to + c + 12 * element, element);

            GradientColumnLower(pixels, 0, c, out a0, out b0, out c0);
            GradientColumnLower(pixels, 1, c, out a1, out b1, out c1);
            GradientColumnLower(pixels, 2, c, out a2, out b2, out c2);
            GradientColumnLower(pixels, 3, c, out a3, out b3, out c3);
            GradientRow(a0, a1, a2, a3, to + c + 18 * element, element);
            GradientRow(b0, b1, b2, b3, to + c + 24 * element, element);
            GradientRow(c0, c1, c2, c3, to + c + 30 * element, element);
        }
    }

    /// <summary>Aᵀ M A + bias of 16 channels: 6×6 products become up to 4×4 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformProduct(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, Vector512<float> bias, Vector512<float> least)
    {
        ProductColumnUpper(from, element, out Vector512<float> a0, out Vector512<float> b0);
        ProductColumnUpper(from + element, element, out Vector512<float> a1, out Vector512<float> b1);
        ProductColumnUpper(from + 2 * element, element, out Vector512<float> a2, out Vector512<float> b2);
        ProductColumnUpper(from + 3 * element, element, out Vector512<float> a3, out Vector512<float> b3);
        ProductColumnUpper(from + 4 * element, element, out Vector512<float> a4, out Vector512<float> b4);
        ProductColumnUpper(from + 5 * element, element, out Vector512<float> a5, out Vector512<float> b5);
        ProductRow(a0, a1, a2, a3, a4, a5, to, pixelStride, width, bias, least);
        if (height == 1) return;
        ProductRow(b0, b1, b2, b3, b4, b5, to + rowStride, pixelStride, width, bias, least);
        if (height == 2) return;

        ProductColumnLower(from, element, out a0, out b0);
        ProductColumnLower(from + element, element, out a1, out b1);
        ProductColumnLower(from + 2 * element, element, out a2, out b2);
        ProductColumnLower(from + 3 * element, element, out a3, out b3);
        ProductColumnLower(from + 4 * element, element, out a4, out b4);
        ProductColumnLower(from + 5 * element, element, out a5, out b5);
        ProductRow(a0, a1, a2, a3, a4, a5, to + 2 * rowStride, pixelStride, width, bias, least);
        if (height == 3) return;
        ProductRow(b0, b1, b2, b3, b4, b5, to + 3 * rowStride, pixelStride, width, bias, least);
    }

    /// <summary>Bᵀ d B of a patch of 5×5 pixels, 16 channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformPatch3(float** pixels, int channels, float* to, nint element)
    {
        for (nint c = 0; c < channels; c += Lanes)
        {
            PatchColumn3(pixels, 0, c, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0, out Vector512<float> d0, out Vector512<float> e0);
            PatchColumn3(pixels, 1, c, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1, out Vector512<float> d1, out Vector512<float> e1);
            PatchColumn3(pixels, 2, c, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2, out Vector512<float> d2, out Vector512<float> e2);
            PatchColumn3(pixels, 3, c, out Vector512<float> a3, out Vector512<float> b3, out Vector512<float> c3, out Vector512<float> d3, out Vector512<float> e3);
            PatchColumn3(pixels, 4, c, out Vector512<float> a4, out Vector512<float> b4, out Vector512<float> c4, out Vector512<float> d4, out Vector512<float> e4);
            PatchRow3(a0, a1, a2, a3, a4, to + c, element);
            PatchRow3(b0, b1, b2, b3, b4, to + c + 5 * element, element);
            PatchRow3(c0, c1, c2, c3, c4, to + c + 10 * element, element);
            PatchRow3(d0, d1, d2, d3, d4, to + c + 15 * element, element);
            PatchRow3(e0, e1, e2, e3, e4, to + c + 20 * element, element);
        }
    }

    /// <summary>A dy Aᵀ of 3×3 pixels, 16 channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformGradient3(float** pixels, int channels, float* to, nint element)
    {
        for (nint c = 0; c < channels; c += Lanes)
        {
            GradientColumn3(pixels, 0, c, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0, out Vector512<float> d0, out Vector512<float> e0);
            GradientColumn3(pixels, 1, c, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1, out Vector512<float> d1, out Vector512<float> e1);
            GradientColumn3(pixels, 2, c, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2, out Vector512<float> d2, out Vector512<float> e2);
            GradientRow3(a0, a1, a2, to + c, element);
            GradientRow3(b0, b1, b2, to + c + 5 * element, element);
            GradientRow3(c0, c1, c2, to + c + 10 * element, element);
            GradientRow3(d0, d1, d2, to + c + 15 * element, element);
            GradientRow3(e0, e1, e2, to + c + 20 * element, element);
        }
    }

    /// <summary>Aᵀ M A + bias of 16 channels: 5×5 products become up to 3×3 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformProduct3(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, Vector512<float> bias, Vector512<float> least)
    {
        ProductColumn3(from, element, out Vector512<float> a0, out Vector512<float> b0, out Vector512<float> c0);
        ProductColumn3(from + element, element, out Vector512<float> a1, out Vector512<float> b1, out Vector512<float> c1);
        ProductColumn3(from + 2 * element, element, out Vector512<float> a2, out Vector512<float> b2, out Vector512<float> c2);
        ProductColumn3(from + 3 * element, element, out Vector512<float> a3, out Vector512<float> b3, out Vector512<float> c3);
        ProductColumn3(from + 4 * element, element, out Vector512<float> a4, out Vector512<float> b4, out Vector512<float> c4);
        ProductRow3(a0, a1, a2, a3, a4, to, pixelStride, width, bias, least);
        if (height == 1) return;
        ProductRow3(b0, b1, b2, b3, b4, to + rowStride, pixelStride, width, bias, least);
        if (height == 2) return;
        ProductRow3(c0, c1, c2, c3, c4, to + 2 * rowStride, pixelStride, width, bias, least);
    }

    /// <summary>The first three of Bᵀ's six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchColumnUpper(float** pixels, int column, nint c, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2)
    {
        Vector512<float> x1 = Avx512F.LoadVector512(pixels[6 + column] + c), x2 = Avx512F.LoadVector512(pixels[12 + column] + c);
        Vector512<float> x3 = Avx512F.LoadVector512(pixels[18 + column] + c), x4 = Avx512F.LoadVector512(pixels[24 + column] + c);
        Vector512<float> even = Add(x4, x2, -4), odd = Add(x3, x1, -4);
        y0 = Add(Add(x4, x2, -5), Avx512F.LoadVector512(pixels[column] + c), 4);
        y1 = even + odd;
        y2 = even - odd;
    }

    /// <summary>The last three of Bᵀ's six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchColumnLower(float** pixels, int column, nint c, out Vector512<float> y3, out Vector512<float> y4, out Vector512<float> y5)
    {
        Vector512<float> x1 = Avx512F.LoadVector512(pixels[6 + column] + c), x2 = Avx512F.LoadVector512(pixels[12 + column] + c);
        Vector512<float> x3 = Avx512F.LoadVector512(pixels[18 + column] + c), x4 = Avx512F.LoadVector512(pixels[24 + column] + c);
        Vector512<float> even = x4 - x2, odd = x3 - x1;
        y3 = Add(even, odd, 2);
        y4 = Add(even, odd, -2);
        y5 = Add(Add(Avx512F.LoadVector512(pixels[30 + column] + c), x3, -5), x1, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchRow(
        Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, Vector512<float> x3, Vector512<float> x4, Vector512<float> x5, float* to, nint element)
    {
        Vector512<float> even = Add(x4, x2, -4), odd = Add(x3, x1, -4), even2 = x4 - x2, odd2 = x3 - x1;
        Avx512F.Store(to, Add(Add(x4, x2, -5), x0, 4));
        Avx512F.Store(to + element, even + odd);
        Avx512F.Store(to + 2 * element, even - odd);
        Avx512F.Store(to + 3 * element, Add(even2, odd2, 2));
        Avx512F.Store(to + 4 * element, Add(even2, odd2, -2));
        Avx512F.Store(to + 5 * element, Add(Add(x5, x3, -5), x1, 4));
    }

    /// <summary>The first three of A's six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientColumnUpper(float** pixels, int column, nint c, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2)
    {
        y0 = Avx512F.LoadVector512(pixels[column] + c);
        Vector512<float> even = y0 + Avx512F.LoadVector512(pixels[12 + column] + c);
        Vector512<float> odd = Avx512F.LoadVector512(pixels[6 + column] + c) + Avx512F.LoadVector512(pixels[18 + column] + c);
        y1 = even + odd;
        y2 = even - odd;
    }

    /// <summary>The last three of A's six.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientColumnLower(float** pixels, int column, nint c, out Vector512<float> y3, out Vector512<float> y4, out Vector512<float> y5)
    {
        y5 = Avx512F.LoadVector512(pixels[18 + column] + c);
        Vector512<float> even = Add(Avx512F.LoadVector512(pixels[column] + c), Avx512F.LoadVector512(pixels[12 + column] + c), 4);
        Vector512<float> odd = Add(Avx512F.LoadVector512(pixels[6 + column] + c), y5, 4);
        y3 = Add(even, odd, 2);
        y4 = Add(even, odd, -2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientRow(Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, Vector512<float> x3, float* to, nint element)
    {
        Vector512<float> even = x0 + x2, odd = x1 + x3, even2 = Add(x0, x2, 4), odd2 = Add(x1, x3, 4);
        Avx512F.Store(to, x0);
        Avx512F.Store(to + element, even + odd);
        Avx512F.Store(to + 2 * element, even - odd);
        Avx512F.Store(to + 3 * element, Add(even2, odd2, 2));
        Avx512F.Store(to + 4 * element, Add(even2, odd2, -2));
        Avx512F.Store(to + 5 * element, x3);
    }

    /// <summary>The first two of Aᵀ's four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ProductColumnUpper(float* from, nint element, out Vector512<float> y0, out Vector512<float> y1)
    {
        Vector512<float> m1 = Avx512F.LoadVector512(from + 6 * element), m2 = Avx512F.LoadVector512(from + 12 * element);
        Vector512<float> m3 = Avx512F.LoadVector512(from + 18 * element), m4 = Avx512F.LoadVector512(from + 24 * element);
        y0 = Avx512F.LoadVector512(from) + (m1 + m2) + (m3 + m4);
        y1 = Add(m1 - m2, m3 - m4, 2);
    }

    /// <summary>The last two of Aᵀ's four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ProductColumnLower(float* from, nint element, out Vector512<float> y2, out Vector512<float> y3)
    {
        Vector512<float> m1 = Avx512F.LoadVector512(from + 6 * element), m2 = Avx512F.LoadVector512(from + 12 * element);
        Vector512<float> m3 = Avx512F.LoadVector512(from + 18 * element), m4 = Avx512F.LoadVector512(from + 24 * element);
        y2 = Add(m1 + m2, m3 + m4, 4);
        y3 = Add(m1 - m2 + Avx512F.LoadVector512(from + 30 * element), m3 - m4, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ProductRow(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5,
        float* to, nint pixelStride, int width, Vector512<float> bias, Vector512<float> least)
    {
        Vector512<float> sum = m1 + m2, difference = m1 - m2, sum2 = m3 + m4, difference2 = m3 - m4;
        Avx512F.Store(to, Vector512.MaxNative(least, m0 + sum + sum2 + bias));
        if (width > 1) Avx512F.Store(to + pixelStride, Vector512.MaxNative(least, Add(difference, difference2, 2) + bias));
        if (width > 2) Avx512F.Store(to + 2 * pixelStride, Vector512.MaxNative(least, Add(sum, sum2, 4) + bias));
        if (width > 3) Avx512F.Store(to + 3 * pixelStride, Vector512.MaxNative(least, Add(difference + m5, difference2, 8) + bias));
    }

    /// <summary>Bᵀ of a patch of 5×5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchColumn3(
        float** pixels, int column, nint c, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2, out Vector512<float> y3, out Vector512<float> y4)
    {
        Vector512<float> x1 = Avx512F.LoadVector512(pixels[5 + column] + c), x2 = Avx512F.LoadVector512(pixels[10 + column] + c);
        Vector512<float> x3 = Avx512F.LoadVector512(pixels[15 + column] + c), inner = x3 - x2;
        y3 = x3 - x1;
        y0 = Add(y3, Avx512F.LoadVector512(pixels[column] + c) - x2, 2);
        y1 = Add(inner, x1, -2);
        y2 = Add(inner, x1 - x2, 2);
        y4 = Add(Avx512F.LoadVector512(pixels[20 + column] + c) - x2, y3, -2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchRow3(Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, Vector512<float> x3, Vector512<float> x4, float* to, nint element)
    {
        Vector512<float> outer = x3 - x1, inner = x3 - x2;
        Avx512F.Store(to, Add(outer, x0 - x2, 2));
        Avx512F.Store(to + element, Add(inner, x1, -2));
        Avx512F.Store(to + 2 * element, Add(inner, x1 - x2, 2));
        Avx512F.Store(to + 3 * element, outer);
        Avx512F.Store(to + 4 * element, Add(x4 - x2, outer, -2));
    }

    /// <summary>A of 3×3 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientColumn3(
        float** pixels, int column, nint c, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2, out Vector512<float> y3, out Vector512<float> y4)
    {
        y0 = Avx512F.LoadVector512(pixels[column] + c);
        y4 = Avx512F.LoadVector512(pixels[10 + column] + c);
        Vector512<float> x1 = Avx512F.LoadVector512(pixels[5 + column] + c), even = y0 + y4;
        y1 = even + x1;
        y2 = even - x1;
        y3 = Add(Add(y0, x1, 2), y4, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientRow3(Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, float* to, nint element)
    {
        Vector512<float> even = x0 + x2;
        Avx512F.Store(to, x0);
        Avx512F.Store(to + element, even + x1);
        Avx512F.Store(to + 2 * element, even - x1);
        Avx512F.Store(to + 3 * element, Add(Add(x0, x1, 2), x2, 4));
        Avx512F.Store(to + 4 * element, x2);
    }

    /// <summary>Aᵀ of 5×5 products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ProductColumn3(float* from, nint element, out Vector512<float> y0, out Vector512<float> y1, out Vector512<float> y2)
    {
        Vector512<float> m1 = Avx512F.LoadVector512(from + 5 * element), m2 = Avx512F.LoadVector512(from + 10 * element);
        Vector512<float> m3 = Avx512F.LoadVector512(from + 15 * element), sum = m1 + m2;
        y0 = Avx512F.LoadVector512(from) + sum + m3;
        y1 = Add(m1 - m2, m3, 2);
        y2 = Add(sum + Avx512F.LoadVector512(from + 20 * element), m3, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ProductRow3(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4,
        float* to, nint pixelStride, int width, Vector512<float> bias, Vector512<float> least)
    {
        Vector512<float> sum = m1 + m2;
        Avx512F.Store(to, Vector512.MaxNative(least, m0 + sum + m3 + bias));
        if (width > 1) Avx512F.Store(to + pixelStride, Vector512.MaxNative(least, Add(m1 - m2, m3, 2) + bias));
        if (width > 2) Avx512F.Store(to + 2 * pixelStride, Vector512.MaxNative(least, Add(sum + m4, m3, 4) + bias));
    }

    /// <summary>a + factor · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(Vector512<float> a, Vector512<float> b, float factor) => Avx512F.FusedMultiplyAdd(b, Vector512.Create(factor), a);
}
