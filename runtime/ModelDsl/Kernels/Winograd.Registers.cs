using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <content>
/// The transforms of pictures by registers and fused multiply-adds. Where there are 32 of them, they hold half a patch between its columns and its rows: nothing is stored on the
/// way, and stores are what these transforms wait for. Half of the rows is made of all columns, then the other half. Written out, and with methods on
/// bare vectors, for with <see cref="ILanes{T}"/> and loops they have more variables than the JIT inlines. A patch of 5×5 fits whole, of one of 8×8 not even a half: see <see cref="Registers6{T, R}"/>.
/// Of the 16 registers of AVX2, what does not fit goes to the stack, and is no slower for it but with patches of 6×6, which therefore go by way of memory.
/// </content>
public static unsafe partial class Winograd
{
    private static bool HasRegisters512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Avx512F.VL.IsSupported;
    }

    private static bool HasRegisters256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated && Fma.IsSupported;
    }

    /// <summary>A register: 16 floats or, for the last channels and with AVX2, 8.</summary>
    private interface IRegister<R>
        where R : struct
    {
        static abstract R Load(float* from);

        static abstract void Store(float* to, R a);

        /// <summary>Stores the channels of a pixel; with AVX-512, zeros behind those of a half register.</summary>
        static abstract void StoreAll(float* to, R a);

        static abstract R Create(float value);

        static abstract R Add(R a, R b);

        static abstract R Subtract(R a, R b);

        /// <summary>a + factor · b.</summary>
        static abstract R Add(R a, R b, float factor);

        static abstract R Max(R a, R b);
    }

    private readonly struct Register512 : IRegister<Vector512<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Load(float* from) => Avx512F.LoadVector512(from);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(float* to, Vector512<float> a) => Avx512F.Store(to, a);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAll(float* to, Vector512<float> a) => Avx512F.Store(to, a);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Create(float value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Add(Vector512<float> a, Vector512<float> b, float factor) => Avx512F.FusedMultiplyAdd(b, Vector512.Create(factor), a);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);
    }

    private readonly struct Register256 : IRegister<Vector256<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Load(float* from) => Avx.LoadVector256(from);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(float* to, Vector256<float> a) => Avx.Store(to, a);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void StoreAll(float* to, Vector256<float> a)
        {
            if (HasRegisters512) Avx512F.Store(to, a.ToVector512());
            else Avx.Store(to, a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Create(float value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Add(Vector256<float> a, Vector256<float> b, float factor) => Fma.MultiplyAdd(b, Vector256.Create(factor), a);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);
    }

    /// <summary>Tiles of 4×4.</summary>
    private static class Registers4<T, R>
        where T : struct, IRegister<R>
        where R : struct
    {
        /// <summary>Bᵀ d B of a patch of 6×6 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void TransformPatch(float** pixels, nint c, float* to, nint element)
        {
            if (!HasRegisters512)
            {
                TransformPatchByMemory(pixels, c, to, element);
                return;
            }
            PatchColumnUpper(pixels, 0, c, out R a0, out R b0, out R c0);
            PatchColumnUpper(pixels, 1, c, out R a1, out R b1, out R c1);
            PatchColumnUpper(pixels, 2, c, out R a2, out R b2, out R c2);
            PatchColumnUpper(pixels, 3, c, out R a3, out R b3, out R c3);
            PatchColumnUpper(pixels, 4, c, out R a4, out R b4, out R c4);
            PatchColumnUpper(pixels, 5, c, out R a5, out R b5, out R c5);
            PatchRow(a0, a1, a2, a3, a4, a5, to, element);
            PatchRow(b0, b1, b2, b3, b4, b5, to + 6 * element, element);
            PatchRow(c0, c1, c2, c3, c4, c5, to + 12 * element, element);

            PatchColumnLower(pixels, 0, c, out a0, out b0, out c0);
            PatchColumnLower(pixels, 1, c, out a1, out b1, out c1);
            PatchColumnLower(pixels, 2, c, out a2, out b2, out c2);
            PatchColumnLower(pixels, 3, c, out a3, out b3, out c3);
            PatchColumnLower(pixels, 4, c, out a4, out b4, out c4);
            PatchColumnLower(pixels, 5, c, out a5, out b5, out c5);
            PatchRow(a0, a1, a2, a3, a4, a5, to + 18 * element, element);
            PatchRow(b0, b1, b2, b3, b4, b5, to + 24 * element, element);
            PatchRow(c0, c1, c2, c3, c4, c5, to + 30 * element, element);
        }

        /// <summary>Bᵀ d B of a patch of 6×6 pixels: what columns become is stored, and loaded as rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
        private static void TransformPatchByMemory(float** pixels, nint c, float* to, nint element)
        {
            float* columns = stackalloc float[(6 * 6 + 1) * Lanes];
            columns = Align(columns);
            for (int j = 0; j < 6; j++)
            {
                float** column = pixels + j;
                PatchRow(
                    T.Load(column[0] + c), T.Load(column[6] + c), T.Load(column[12] + c), T.Load(column[18] + c), T.Load(column[24] + c), T.Load(column[30] + c), columns + j * Lanes, 6 * Lanes);
            }
            for (int i = 0; i < 6; i++, to += 6 * element)
            {
                float* row = columns + i * 6 * Lanes;
                PatchRow(T.Load(row), T.Load(row + Lanes), T.Load(row + 2 * Lanes), T.Load(row + 3 * Lanes), T.Load(row + 4 * Lanes), T.Load(row + 5 * Lanes), to, element);
            }
        }

        /// <summary>A dy Aᵀ of 4×4 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void TransformGradient(float** pixels, nint c, float* to, nint element)
        {
            GradientColumnUpper(pixels, 0, c, out R a0, out R b0, out R c0);
            GradientColumnUpper(pixels, 1, c, out R a1, out R b1, out R c1);
            GradientColumnUpper(pixels, 2, c, out R a2, out R b2, out R c2);
            GradientColumnUpper(pixels, 3, c, out R a3, out R b3, out R c3);
            GradientRow(a0, a1, a2, a3, to, element);
            GradientRow(b0, b1, b2, b3, to + 6 * element, element);
            GradientRow(c0, c1, c2, c3, to + 12 * element, element);

            GradientColumnLower(pixels, 0, c, out a0, out b0, out c0);
            GradientColumnLower(pixels, 1, c, out a1, out b1, out c1);
            GradientColumnLower(pixels, 2, c, out a2, out b2, out c2);
            GradientColumnLower(pixels, 3, c, out a3, out b3, out c3);
            GradientRow(a0, a1, a2, a3, to + 18 * element, element);
            GradientRow(b0, b1, b2, b3, to + 24 * element, element);
            GradientRow(c0, c1, c2, c3, to + 30 * element, element);
        }

        /// <summary>Aᵀ M A + bias: 6×6 products become up to 4×4 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void TransformProduct(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
        {
            ProductColumnUpper(from, element, out R a0, out R b0);
            ProductColumnUpper(from + element, element, out R a1, out R b1);
            ProductColumnUpper(from + 2 * element, element, out R a2, out R b2);
            ProductColumnUpper(from + 3 * element, element, out R a3, out R b3);
            ProductColumnUpper(from + 4 * element, element, out R a4, out R b4);
            ProductColumnUpper(from + 5 * element, element, out R a5, out R b5);
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

        /// <summary>The first three of Bᵀ's six.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void PatchColumnUpper(float** pixels, int column, nint c, out R y0, out R y1, out R y2)
        {
            R x1 = T.Load(pixels[6 + column] + c), x2 = T.Load(pixels[12 + column] + c);
            R x3 = T.Load(pixels[18 + column] + c), x4 = T.Load(pixels[24 + column] + c);
            R even = T.Add(x4, x2, -4), odd = T.Add(x3, x1, -4);
            y0 = T.Add(T.Add(x4, x2, -5), T.Load(pixels[column] + c), 4);
            y1 = T.Add(even, odd);
            y2 = T.Subtract(even, odd);
        }

        /// <summary>The last three of Bᵀ's six.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void PatchColumnLower(float** pixels, int column, nint c, out R y3, out R y4, out R y5)
        {
            R x1 = T.Load(pixels[6 + column] + c), x2 = T.Load(pixels[12 + column] + c);
            R x3 = T.Load(pixels[18 + column] + c), x4 = T.Load(pixels[24 + column] + c);
            R even = T.Subtract(x4, x2), odd = T.Subtract(x3, x1);
            y3 = T.Add(even, odd, 2);
            y4 = T.Add(even, odd, -2);
            y5 = T.Add(T.Add(T.Load(pixels[30 + column] + c), x3, -5), x1, 4);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void PatchRow(R x0, R x1, R x2, R x3, R x4, R x5, float* to, nint element)
        {
            R even = T.Add(x4, x2, -4), odd = T.Add(x3, x1, -4), even2 = T.Subtract(x4, x2), odd2 = T.Subtract(x3, x1);
            T.Store(to, T.Add(T.Add(x4, x2, -5), x0, 4));
            T.Store(to + element, T.Add(even, odd));
            T.Store(to + 2 * element, T.Subtract(even, odd));
            T.Store(to + 3 * element, T.Add(even2, odd2, 2));
            T.Store(to + 4 * element, T.Add(even2, odd2, -2));
            T.Store(to + 5 * element, T.Add(T.Add(x5, x3, -5), x1, 4));
        }

        /// <summary>The first three of A's six.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void GradientColumnUpper(float** pixels, int column, nint c, out R y0, out R y1, out R y2)
        {
            y0 = T.Load(pixels[column] + c);
            R even = T.Add(y0, T.Load(pixels[12 + column] + c));
            R odd = T.Add(T.Load(pixels[6 + column] + c), T.Load(pixels[18 + column] + c));
            y1 = T.Add(even, odd);
            y2 = T.Subtract(even, odd);
        }

        /// <summary>The last three of A's six.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void GradientColumnLower(float** pixels, int column, nint c, out R y3, out R y4, out R y5)
        {
            y5 = T.Load(pixels[18 + column] + c);
            R even = T.Add(T.Load(pixels[column] + c), T.Load(pixels[12 + column] + c), 4);
            R odd = T.Add(T.Load(pixels[6 + column] + c), y5, 4);
            y3 = T.Add(even, odd, 2);
            y4 = T.Add(even, odd, -2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void GradientRow(R x0, R x1, R x2, R x3, float* to, nint element)
        {
            R even = T.Add(x0, x2), odd = T.Add(x1, x3), even2 = T.Add(x0, x2, 4), odd2 = T.Add(x1, x3, 4);
            T.Store(to, x0);
            T.Store(to + element, T.Add(even, odd));
            T.Store(to + 2 * element, T.Subtract(even, odd));
            T.Store(to + 3 * element, T.Add(even2, odd2, 2));
            T.Store(to + 4 * element, T.Add(even2, odd2, -2));
            T.Store(to + 5 * element, x3);
        }

        /// <summary>The first two of Aᵀ's four.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ProductColumnUpper(float* from, nint element, out R y0, out R y1)
        {
            R m1 = T.Load(from + 6 * element), m2 = T.Load(from + 12 * element);
            R m3 = T.Load(from + 18 * element), m4 = T.Load(from + 24 * element);
            y0 = T.Add(T.Add(T.Load(from), T.Add(m1, m2)), T.Add(m3, m4));
            y1 = T.Add(T.Subtract(m1, m2), T.Subtract(m3, m4), 2);
        }

        /// <summary>The last two of Aᵀ's four.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ProductColumnLower(float* from, nint element, out R y2, out R y3)
        {
            R m1 = T.Load(from + 6 * element), m2 = T.Load(from + 12 * element);
            R m3 = T.Load(from + 18 * element), m4 = T.Load(from + 24 * element);
            y2 = T.Add(T.Add(m1, m2), T.Add(m3, m4), 4);
            y3 = T.Add(T.Add(T.Subtract(m1, m2), T.Load(from + 30 * element)), T.Subtract(m3, m4), 8);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ProductRow(R m0, R m1, R m2, R m3, R m4, R m5, float* to, nint pixelStride, int width, R bias, R least)
        {
            R sum = T.Add(m1, m2), difference = T.Subtract(m1, m2), sum2 = T.Add(m3, m4), difference2 = T.Subtract(m3, m4);
            T.StoreAll(to, T.Max(least, T.Add(T.Add(T.Add(m0, sum), sum2), bias)));
            if (width > 1) T.StoreAll(to + pixelStride, T.Max(least, T.Add(T.Add(difference, difference2, 2), bias)));
            if (width > 2) T.StoreAll(to + 2 * pixelStride, T.Max(least, T.Add(T.Add(sum, sum2, 4), bias)));
            if (width > 3) T.StoreAll(to + 3 * pixelStride, T.Max(least, T.Add(T.Add(T.Add(difference, m5), difference2, 8), bias)));
        }
    }

    /// <summary>Tiles of 3×3.</summary>
    private static class Registers3<T, R>
        where T : struct, IRegister<R>
        where R : struct
    {
        /// <summary>Bᵀ d B of a patch of 5×5 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void TransformPatch(float** pixels, nint c, float* to, nint element)
        {
            PatchColumn(pixels, 0, c, out R a0, out R b0, out R c0, out R d0, out R e0);
            PatchColumn(pixels, 1, c, out R a1, out R b1, out R c1, out R d1, out R e1);
            PatchColumn(pixels, 2, c, out R a2, out R b2, out R c2, out R d2, out R e2);
            PatchColumn(pixels, 3, c, out R a3, out R b3, out R c3, out R d3, out R e3);
            PatchColumn(pixels, 4, c, out R a4, out R b4, out R c4, out R d4, out R e4);
            PatchRow(a0, a1, a2, a3, a4, to, element);
            PatchRow(b0, b1, b2, b3, b4, to + 5 * element, element);
            PatchRow(c0, c1, c2, c3, c4, to + 10 * element, element);
            PatchRow(d0, d1, d2, d3, d4, to + 15 * element, element);
            PatchRow(e0, e1, e2, e3, e4, to + 20 * element, element);
        }

        /// <summary>A dy Aᵀ of 3×3 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void TransformGradient(float** pixels, nint c, float* to, nint element)
        {
            GradientColumn(pixels, 0, c, out R a0, out R b0, out R c0, out R d0, out R e0);
            GradientColumn(pixels, 1, c, out R a1, out R b1, out R c1, out R d1, out R e1);
            GradientColumn(pixels, 2, c, out R a2, out R b2, out R c2, out R d2, out R e2);
            GradientRow(a0, a1, a2, to, element);
            GradientRow(b0, b1, b2, to + 5 * element, element);
            GradientRow(c0, c1, c2, to + 10 * element, element);
            GradientRow(d0, d1, d2, to + 15 * element, element);
            GradientRow(e0, e1, e2, to + 20 * element, element);
        }

        /// <summary>Aᵀ M A + bias: 5×5 products become up to 3×3 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void TransformProduct(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
        {
            ProductColumn(from, element, out R a0, out R b0, out R c0);
            ProductColumn(from + element, element, out R a1, out R b1, out R c1);
            ProductColumn(from + 2 * element, element, out R a2, out R b2, out R c2);
            ProductColumn(from + 3 * element, element, out R a3, out R b3, out R c3);
            ProductColumn(from + 4 * element, element, out R a4, out R b4, out R c4);
            ProductRow(a0, a1, a2, a3, a4, to, pixelStride, width, bias, least);
            if (height == 1) return;
            ProductRow(b0, b1, b2, b3, b4, to + rowStride, pixelStride, width, bias, least);
            if (height == 2) return;
            ProductRow(c0, c1, c2, c3, c4, to + 2 * rowStride, pixelStride, width, bias, least);
        }

        /// <summary>Bᵀ of a patch of 5×5.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void PatchColumn(float** pixels, int column, nint c, out R y0, out R y1, out R y2, out R y3, out R y4)
        {
            R x1 = T.Load(pixels[5 + column] + c), x2 = T.Load(pixels[10 + column] + c);
            R x3 = T.Load(pixels[15 + column] + c), inner = T.Subtract(x3, x2);
            y3 = T.Subtract(x3, x1);
            y0 = T.Add(y3, T.Subtract(T.Load(pixels[column] + c), x2), 2);
            y1 = T.Add(inner, x1, -2);
            y2 = T.Add(inner, T.Subtract(x1, x2), 2);
            y4 = T.Add(T.Subtract(T.Load(pixels[20 + column] + c), x2), y3, -2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void PatchRow(R x0, R x1, R x2, R x3, R x4, float* to, nint element)
        {
            R outer = T.Subtract(x3, x1), inner = T.Subtract(x3, x2);
            T.Store(to, T.Add(outer, T.Subtract(x0, x2), 2));
            T.Store(to + element, T.Add(inner, x1, -2));
            T.Store(to + 2 * element, T.Add(inner, T.Subtract(x1, x2), 2));
            T.Store(to + 3 * element, outer);
            T.Store(to + 4 * element, T.Add(T.Subtract(x4, x2), outer, -2));
        }

        /// <summary>A of 3×3 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void GradientColumn(float** pixels, int column, nint c, out R y0, out R y1, out R y2, out R y3, out R y4)
        {
            y0 = T.Load(pixels[column] + c);
            y4 = T.Load(pixels[10 + column] + c);
            R x1 = T.Load(pixels[5 + column] + c), even = T.Add(y0, y4);
            y1 = T.Add(even, x1);
            y2 = T.Subtract(even, x1);
            y3 = T.Add(T.Add(y0, x1, 2), y4, 4);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void GradientRow(R x0, R x1, R x2, float* to, nint element)
        {
            R even = T.Add(x0, x2);
            T.Store(to, x0);
            T.Store(to + element, T.Add(even, x1));
            T.Store(to + 2 * element, T.Subtract(even, x1));
            T.Store(to + 3 * element, T.Add(T.Add(x0, x1, 2), x2, 4));
            T.Store(to + 4 * element, x2);
        }

        /// <summary>Aᵀ of 5×5 products.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ProductColumn(float* from, nint element, out R y0, out R y1, out R y2)
        {
            R m1 = T.Load(from + 5 * element), m2 = T.Load(from + 10 * element);
            R m3 = T.Load(from + 15 * element), sum = T.Add(m1, m2);
            y0 = T.Add(T.Add(T.Load(from), sum), m3);
            y1 = T.Add(T.Subtract(m1, m2), m3, 2);
            y2 = T.Add(T.Add(sum, T.Load(from + 20 * element)), m3, 4);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ProductRow(R m0, R m1, R m2, R m3, R m4, float* to, nint pixelStride, int width, R bias, R least)
        {
            R sum = T.Add(m1, m2);
            T.StoreAll(to, T.Max(least, T.Add(T.Add(T.Add(m0, sum), m3), bias)));
            if (width > 1) T.StoreAll(to + pixelStride, T.Max(least, T.Add(T.Add(T.Subtract(m1, m2), m3, 2), bias)));
            if (width > 2) T.StoreAll(to + 2 * pixelStride, T.Max(least, T.Add(T.Add(T.Add(sum, m4), m3, 4), bias)));
        }
    }
}
