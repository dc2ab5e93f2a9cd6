using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <content>The matrices of the three sizes of tiles, in one dimension; in two they are applied to columns, then to rows.</content>
public static unsafe partial class Winograd
{
    private interface ITiles
    {
        /// <summary>Pixels of a side.</summary>
        static abstract int Tile { get; }

        /// <summary>Pixels of the side of a patch.</summary>
        static abstract int Patch { get; }

        /// <summary>Bᵀ: what a patch becomes.</summary>
        static abstract void FromPatch<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>;

        /// <summary>A: what the gradient of a tile becomes.</summary>
        static abstract void FromGradient<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>;

        /// <summary>Aᵀ: products become the outputs of a column.</summary>
        static abstract void ToTile<V>(ref PatchLanes<V> m)
            where V : struct, ILanes<V>;

        /// <summary>G: what three taps of a column become.</summary>
        static abstract void FromTaps<V>(V tap0, V tap1, V tap2, ref PatchLanes<V> u)
            where V : struct, ILanes<V>;

        /// <summary>Gᵀ: the three taps of a column.</summary>
        static abstract void ToTaps<V>(ref PatchLanes<V> u)
            where V : struct, ILanes<V>;

        /// <summary>Bᵀ d B of a patch, in registers.</summary>
        static abstract void TransformPatch<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct;

        /// <summary>A dy Aᵀ of a tile, in registers.</summary>
        static abstract void TransformGradient<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct;

        /// <summary>Aᵀ M A + bias of a tile, in registers.</summary>
        static abstract void TransformProduct<T, R>(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
            where T : struct, IRegister<R>
            where R : struct;
    }

    /// <summary>F(4, 3), with the points 0, ±1, ±2, ∞.</summary>
    private readonly struct Tiles4 : ITiles
    {
        public static int Tile => 4;

        public static int Patch => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromPatch<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>
        {
            V two = V.Create(2), four = V.Create(4), five = V.Create(5);
            y.V0 = x.V0 * four - x.V2 * five + x.V4;
            V even = x.V4 - x.V2 * four, odd = x.V3 - x.V1 * four;
            y.V1 = even + odd;
            y.V2 = even - odd;
            even = x.V4 - x.V2;
            odd = (x.V3 - x.V1) * two;
            y.V3 = even + odd;
            y.V4 = even - odd;
            y.V5 = x.V1 * four - x.V3 * five + x.V5;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromGradient<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>
        {
            V even = x.V0 + x.V2, odd = x.V1 + x.V3;
            y.V0 = x.V0;
            y.V1 = even + odd;
            y.V2 = even - odd;
            even = x.V0 + x.V2 * V.Create(4);
            odd = x.V1 * V.Create(2) + x.V3 * V.Create(8);
            y.V3 = even + odd;
            y.V4 = even - odd;
            y.V5 = x.V3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void ToTile<V>(ref PatchLanes<V> m)
            where V : struct, ILanes<V>
        {
            V sum = m.V1 + m.V2, difference = m.V1 - m.V2, sum2 = m.V3 + m.V4, difference2 = m.V3 - m.V4;
            m.V0 = m.V0 + sum + sum2;
            m.V1 = difference + difference2 * V.Create(2);
            m.V2 = sum + sum2 * V.Create(4);
            m.V3 = difference + difference2 * V.Create(8) + m.V5;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromTaps<V>(V tap0, V tap1, V tap2, ref PatchLanes<V> u)
            where V : struct, ILanes<V>
        {
            V outer = (tap0 + tap2) * V.Create(-1f / 6), middle = tap1 * V.Create(-1f / 6);
            V far = tap0 * V.Create(1f / 24) + tap2 * V.Create(1f / 6), farMiddle = tap1 * V.Create(1f / 12);
            u.V0 = tap0 * V.Create(0.25f);
            u.V1 = outer + middle;
            u.V2 = outer - middle;
            u.V3 = far + farMiddle;
            u.V4 = far - farMiddle;
            u.V5 = tap2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void ToTaps<V>(ref PatchLanes<V> u)
            where V : struct, ILanes<V>
        {
            V sixth = V.Create(1f / 6);
            V near = (u.V1 + u.V2) * sixth, nearDifference = (u.V2 - u.V1) * sixth, far = u.V3 + u.V4;
            u.V0 = u.V0 * V.Create(0.25f) - near + far * V.Create(1f / 24);
            u.V1 = nearDifference + (u.V3 - u.V4) * V.Create(1f / 12);
            u.V2 = far * sixth - near + u.V5;
        }

        public static void TransformPatch<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => Registers4<T, R>.TransformPatch(pixels, c, to, element);

        public static void TransformGradient<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => Registers4<T, R>.TransformGradient(pixels, c, to, element);

        public static void TransformProduct<T, R>(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
            where T : struct, IRegister<R>
            where R : struct => Registers4<T, R>.TransformProduct(from, element, to, rowStride, pixelStride, height, width, bias, least);
    }

    /// <summary>F(6, 3), with the points 0, ±1, ±2, ±1/2, ∞.</summary>
    private readonly struct Tiles6 : ITiles
    {
        public static int Tile => 6;

        public static int Patch => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromPatch<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>
        {
            V half = V.Create(0.5f), two = V.Create(2), outer = V.Create(5.25f), inner = V.Create(4.25f), middle = V.Create(2.5f);
            y.V0 = x.V0 - x.V6 + (x.V4 - x.V2) * outer;
            V even = x.V2 + x.V6 - x.V4 * inner, odd = x.V1 + x.V5 - x.V3 * inner;
            y.V1 = even + odd;
            y.V2 = even - odd;
            even = x.V6 + x.V2 * V.Create(0.25f) - x.V4 * V.Create(1.25f);
            odd = x.V1 * half - x.V3 * middle + x.V5 * two;
            y.V3 = even + odd;
            y.V4 = even - odd;
            even = x.V6 + x.V2 * V.Create(4) - x.V4 * V.Create(5);
            odd = x.V1 * two - x.V3 * middle + x.V5 * half;
            y.V5 = even + odd;
            y.V6 = even - odd;
            y.V7 = x.V7 - x.V1 + (x.V3 - x.V5) * outer;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromGradient<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>
        {
            V even = x.V0 + x.V2 + x.V4, odd = x.V1 + x.V3 + x.V5;
            y.V0 = x.V0;
            y.V1 = even + odd;
            y.V2 = even - odd;
            even = x.V0 + x.V2 * V.Create(4) + x.V4 * V.Create(16);
            odd = x.V1 * V.Create(2) + x.V3 * V.Create(8) + x.V5 * V.Create(32);
            y.V3 = even + odd;
            y.V4 = even - odd;
            even = x.V0 + x.V2 * V.Create(1f / 4) + x.V4 * V.Create(1f / 16);
            odd = x.V1 * V.Create(1f / 2) + x.V3 * V.Create(1f / 8) + x.V5 * V.Create(1f / 32);
            y.V5 = even + odd;
            y.V6 = even - odd;
            y.V7 = x.V5;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void ToTile<V>(ref PatchLanes<V> m)
            where V : struct, ILanes<V>
        {
            V sum = m.V1 + m.V2, difference = m.V1 - m.V2, sum2 = m.V3 + m.V4, difference2 = m.V3 - m.V4, sum3 = m.V5 + m.V6, difference3 = m.V5 - m.V6;
            m.V0 = m.V0 + sum + sum2 + sum3;
            m.V1 = difference + difference2 * V.Create(2) + difference3 * V.Create(1f / 2);
            m.V2 = sum + sum2 * V.Create(4) + sum3 * V.Create(1f / 4);
            m.V3 = difference + difference2 * V.Create(8) + difference3 * V.Create(1f / 8);
            m.V4 = sum + sum2 * V.Create(16) + sum3 * V.Create(1f / 16);
            m.V5 = difference + difference2 * V.Create(32) + difference3 * V.Create(1f / 32) + m.V7;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromTaps<V>(V tap0, V tap1, V tap2, ref PatchLanes<V> u)
            where V : struct, ILanes<V>
        {
            V outer = (tap0 + tap2) * V.Create(-2f / 9), middle = tap1 * V.Create(-2f / 9);
            V far = tap0 * V.Create(1f / 90) + tap2 * V.Create(4f / 90), farMiddle = tap1 * V.Create(2f / 90);
            V near = tap0 * V.Create(32f / 45) + tap2 * V.Create(8f / 45), nearMiddle = tap1 * V.Create(16f / 45);
            u.V0 = tap0;
            u.V1 = outer + middle;
            u.V2 = outer - middle;
            u.V3 = far + farMiddle;
            u.V4 = far - farMiddle;
            u.V5 = near + nearMiddle;
            u.V6 = near - nearMiddle;
            u.V7 = tap2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void ToTaps<V>(ref PatchLanes<V> u)
            where V : struct, ILanes<V>
        {
            V outer = (u.V1 + u.V2) * V.Create(-2f / 9), middle = (u.V1 - u.V2) * V.Create(-2f / 9), far = u.V3 + u.V4, near = u.V5 + u.V6;
            u.V0 = u.V0 + outer + far * V.Create(1f / 90) + near * V.Create(32f / 45);
            u.V1 = middle + (u.V3 - u.V4) * V.Create(2f / 90) + (u.V5 - u.V6) * V.Create(16f / 45);
            u.V2 = outer + far * V.Create(4f / 90) + near * V.Create(8f / 45) + u.V7;
        }

        public static void TransformPatch<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => Registers6<T, R>.TransformPatch(pixels, c, to, element);

        public static void TransformGradient<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => Registers6<T, R>.TransformGradient(pixels, c, to, element);

        public static void TransformProduct<T, R>(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
            where T : struct, IRegister<R>
            where R : struct => Registers6<T, R>.TransformProduct(from, element, to, rowStride, pixelStride, height, width, bias, least);
    }

    /// <summary>F(3, 3), with the points 0, ±1, 2, ∞.</summary>
    private readonly struct Tiles3 : ITiles
    {
        public static int Tile => 3;

        public static int Patch => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromPatch<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>
        {
            V two = V.Create(2), outer = x.V3 - x.V1, inner = x.V3 - x.V2;
            y.V0 = (x.V0 - x.V2) * two + outer;
            y.V1 = inner - x.V1 * two;
            y.V2 = (x.V1 - x.V2) * two + inner;
            y.V3 = outer;
            y.V4 = x.V4 - x.V2 - outer * two;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromGradient<V>(in PatchLanes<V> x, ref PatchLanes<V> y)
            where V : struct, ILanes<V>
        {
            V even = x.V0 + x.V2;
            y.V0 = x.V0;
            y.V1 = even + x.V1;
            y.V2 = even - x.V1;
            y.V3 = x.V0 + x.V1 * V.Create(2) + x.V2 * V.Create(4);
            y.V4 = x.V2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void ToTile<V>(ref PatchLanes<V> m)
            where V : struct, ILanes<V>
        {
            V sum = m.V1 + m.V2;
            m.V0 = m.V0 + sum + m.V3;
            m.V1 = m.V1 - m.V2 + m.V3 * V.Create(2);
            m.V2 = sum + m.V3 * V.Create(4) + m.V4;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void FromTaps<V>(V tap0, V tap1, V tap2, ref PatchLanes<V> u)
            where V : struct, ILanes<V>
        {
            V outer = tap0 + tap2, sixth = V.Create(1f / 6);
            u.V0 = tap0 * V.Create(0.5f);
            u.V1 = (outer + tap1) * V.Create(-0.5f);
            u.V2 = (tap1 - outer) * sixth;
            u.V3 = (tap0 + tap1 * V.Create(2) + tap2 * V.Create(4)) * sixth;
            u.V4 = tap2;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void ToTaps<V>(ref PatchLanes<V> u)
            where V : struct, ILanes<V>
        {
            V half = u.V1 * V.Create(0.5f), sixth = u.V2 * V.Create(1f / 6), outer = half + sixth;
            V far = u.V3 * V.Create(1f / 6);
            u.V0 = u.V0 * V.Create(0.5f) - outer + far;
            u.V1 = sixth - half + far * V.Create(2);
            u.V2 = far * V.Create(4) - outer + u.V4;
        }

        public static void TransformPatch<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => Registers3<T, R>.TransformPatch(pixels, c, to, element);

        public static void TransformGradient<T, R>(float** pixels, nint c, float* to, nint element)
            where T : struct, IRegister<R>
            where R : struct => Registers3<T, R>.TransformGradient(pixels, c, to, element);

        public static void TransformProduct<T, R>(float* from, nint element, float* to, nint rowStride, nint pixelStride, int height, int width, R bias, R least)
            where T : struct, IRegister<R>
            where R : struct => Registers3<T, R>.TransformProduct(from, element, to, rowStride, pixelStride, height, width, bias, least);
    }

    /// <summary>Up to eight vectors in registers: a column or a row of a patch.</summary>
    private struct PatchLanes<V>
        where V : struct, ILanes<V>
    {
        public V V0, V1, V2, V3, V4, V5, V6, V7;

        /// <summary>The first <paramref name="count"/> of them, a constant to the JIT from 3 to 8.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* from, int stride, int count)
        {
            V0 = V.Load(in *from, 0);
            V1 = V.Load(in *from, stride);
            V2 = V.Load(in *from, 2 * stride);
            if (count > 3) V3 = V.Load(in *from, 3 * stride);
            if (count > 4) V4 = V.Load(in *from, 4 * stride);
            if (count > 5) V5 = V.Load(in *from, 5 * stride);
            if (count > 6) V6 = V.Load(in *from, 6 * stride);
            if (count > 7) V7 = V.Load(in *from, 7 * stride);
        }

        /// <inheritdoc cref="Load"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float* from, int stride, int count)
        {
            V0 += V.Load(in *from, 0);
            V1 += V.Load(in *from, stride);
            V2 += V.Load(in *from, 2 * stride);
            if (count > 3) V3 += V.Load(in *from, 3 * stride);
            if (count > 4) V4 += V.Load(in *from, 4 * stride);
            if (count > 5) V5 += V.Load(in *from, 5 * stride);
            if (count > 6) V6 += V.Load(in *from, 6 * stride);
            if (count > 7) V7 += V.Load(in *from, 7 * stride);
        }

        /// <inheritdoc cref="Load"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(float* to, int stride, int count)
        {
            V0.Store(ref *to, 0);
            V1.Store(ref *to, stride);
            V2.Store(ref *to, 2 * stride);
            if (count > 3) V3.Store(ref *to, 3 * stride);
            if (count > 4) V4.Store(ref *to, 4 * stride);
            if (count > 5) V5.Store(ref *to, 5 * stride);
            if (count > 6) V6.Store(ref *to, 6 * stride);
            if (count > 7) V7.Store(ref *to, 7 * stride);
        }
    }
}
