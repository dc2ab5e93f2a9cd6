using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>The transforms of tiles of 6×6, of whose patches no half fits into 32 registers.</content>
public static unsafe partial class Winograd
{
    /// <summary>Tiles of 6×6. What columns become is stored, and loaded as rows.</summary>
    private static class Registers6<T, R>
        where T : struct, IRegister<R>
        where R : struct
    {
        /// <summary>Bᵀ d B of a patch of 8×8 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
        public static void TransformPatch(float** pixels, nint c, float* to, nint element)
        {
            float* columns = stackalloc float[(8 * 8 + 1) * Lanes];
            columns = Align(columns);
            for (int j = 0; j < 8; j++)
            {
                float** column = pixels + j;
                Patch(
                    T.Load(column[0] + c), T.Load(column[8] + c), T.Load(column[16] + c), T.Load(column[24] + c),
                    T.Load(column[32] + c), T.Load(column[40] + c), T.Load(column[48] + c), T.Load(column[56] + c), columns + j * Lanes, 8 * Lanes);
            }
            for (int i = 0; i < 8; i++, to += 8 * element)
            {
                float* row = columns + i * 8 * Lanes;
                Patch(
                    T.Load(row), T.Load(row + Lanes), T.Load(row + 2 * Lanes), T.Load(row + 3 * Lanes),
                    T.Load(row + 4 * Lanes), T.Load(row + 5 * Lanes), T.Load(row + 6 * Lanes), T.Load(row + 7 * Lanes), to, element);
            }
        }

        /// <summary>A dy Aᵀ of 6×6 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
        public static void TransformGradient(float** pixels, nint c, float* to, nint element)
        {
            float* columns = stackalloc float[(8 * 6 + 1) * Lanes];
            columns = Align(columns);
            for (int j = 0; j < 6; j++)
            {
                float** column = pixels + j;
                Gradient(
                    T.Load(column[0] + c), T.Load(column[8] + c), T.Load(column[16] + c), T.Load(column[24] + c), T.Load(column[32] + c), T.Load(column[40] + c),
                    columns + j * Lanes, 6 * Lanes);
            }
            for (int i = 0; i < 8; i++, to += 8 * element)
            {
                float* row = columns + i * 6 * Lanes;
                Gradient(T.Load(row), T.Load(row + Lanes), T.Load(row + 2 * Lanes), T.Load(row + 3 * Lanes), T.Load(row + 4 * Lanes), T.Load(row + 5 * Lanes), to, element);
            }
        }

        /// <summary>Aᵀ M A + bias: 8×8 products become up to 6×6 pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
        public static void TransformProduct(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
        {
            float* rows = stackalloc float[(6 * 8 + 1) * Lanes];
            rows = Align(rows);
            for (int j = 0; j < 8; j++, from += element)
            {
                Product(from, 8 * element, out R y0, out R y1, out R y2, out R y3, out R y4, out R y5);
                float* column = rows + j * Lanes;
                T.Store(column, y0);
                T.Store(column + 8 * Lanes, y1);
                T.Store(column + 16 * Lanes, y2);
                T.Store(column + 24 * Lanes, y3);
                T.Store(column + 32 * Lanes, y4);
                T.Store(column + 40 * Lanes, y5);
            }
            for (int i = 0; i < height; i++, to += rowStride)
            {
                Product(rows + i * 8 * Lanes, Lanes, out R y0, out R y1, out R y2, out R y3, out R y4, out R y5);
                T.StoreAll(to, T.Max(least, T.Add(y0, bias)));
                if (width > 1) T.StoreAll(to + pixelStride, T.Max(least, T.Add(y1, bias)));
                if (width > 2) T.StoreAll(to + 2 * pixelStride, T.Max(least, T.Add(y2, bias)));
                if (width > 3) T.StoreAll(to + 3 * pixelStride, T.Max(least, T.Add(y3, bias)));
                if (width > 4) T.StoreAll(to + 4 * pixelStride, T.Max(least, T.Add(y4, bias)));
                if (width > 5) T.StoreAll(to + 5 * pixelStride, T.Max(least, T.Add(y5, bias)));
            }
        }

        /// <summary>Bᵀ.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Patch(R x0, R x1, R x2, R x3, R x4, R x5, R x6, R x7, float* to, nint stride)
        {
            T.Store(to, T.Add(T.Subtract(x0, x6), T.Subtract(x4, x2), 5.25f));
            R even = T.Add(T.Add(x2, x6), x4, -4.25f), odd = T.Add(T.Add(x1, x5), x3, -4.25f);
            T.Store(to + stride, T.Add(even, odd));
            T.Store(to + 2 * stride, T.Subtract(even, odd));
            // Twice the odd part: 1/2, −5/2, 2 become 1, −5, 4.
            even = T.Add(T.Add(x6, x2, 0.25f), x4, -1.25f);
            odd = T.Add(T.Add(x1, x5, 4), x3, -5);
            T.Store(to + 3 * stride, T.Add(even, odd, 0.5f));
            T.Store(to + 4 * stride, T.Add(even, odd, -0.5f));
            even = T.Add(T.Add(x6, x2, 4), x4, -5);
            odd = T.Add(T.Add(x5, x1, 4), x3, -5);
            T.Store(to + 5 * stride, T.Add(even, odd, 0.5f));
            T.Store(to + 6 * stride, T.Add(even, odd, -0.5f));
            T.Store(to + 7 * stride, T.Add(T.Subtract(x7, x1), T.Subtract(x3, x5), 5.25f));
        }

        /// <summary>A.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Gradient(R x0, R x1, R x2, R x3, R x4, R x5, float* to, nint stride)
        {
            T.Store(to, x0);
            R even = T.Add(T.Add(x0, x2), x4), odd = T.Add(T.Add(x1, x3), x5);
            T.Store(to + stride, T.Add(even, odd));
            T.Store(to + 2 * stride, T.Subtract(even, odd));
            even = T.Add(T.Add(x0, x2, 4), x4, 16);
            odd = T.Add(T.Add(x1, x3, 4), x5, 16);
            T.Store(to + 3 * stride, T.Add(even, odd, 2));
            T.Store(to + 4 * stride, T.Add(even, odd, -2));
            even = T.Add(T.Add(x0, x2, 1f / 4), x4, 1f / 16);
            odd = T.Add(T.Add(x1, x3, 1f / 4), x5, 1f / 16);
            T.Store(to + 5 * stride, T.Add(even, odd, 1f / 2));
            T.Store(to + 6 * stride, T.Add(even, odd, -1f / 2));
            T.Store(to + 7 * stride, x5);
        }

        /// <summary>Aᵀ.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Product(float* from, nint stride, out R y0, out R y1, out R y2, out R y3, out R y4, out R y5)
        {
            R m1 = T.Load(from + stride), m2 = T.Load(from + 2 * stride), m3 = T.Load(from + 3 * stride);
            R m4 = T.Load(from + 4 * stride), m5 = T.Load(from + 5 * stride), m6 = T.Load(from + 6 * stride);
            R sum = T.Add(m1, m2), difference = T.Subtract(m1, m2), sum2 = T.Add(m3, m4), difference2 = T.Subtract(m3, m4), sum3 = T.Add(m5, m6), difference3 = T.Subtract(m5, m6);
            y0 = T.Add(T.Add(T.Load(from), sum), T.Add(sum2, sum3));
            y1 = T.Add(T.Add(difference, difference2, 2), difference3, 1f / 2);
            y2 = T.Add(T.Add(sum, sum2, 4), sum3, 1f / 4);
            y3 = T.Add(T.Add(difference, difference2, 8), difference3, 1f / 8);
            y4 = T.Add(T.Add(sum, sum2, 16), sum3, 1f / 16);
            y5 = T.Add(T.Add(T.Add(difference, T.Load(from + 7 * stride)), difference2, 32), difference3, 1f / 32);
        }
    }
}
