using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <summary>Swaps rows and columns in registers: 16 × 16 values at a time where the machine has AVX-512, 8 × 8 where it has AVX, 4 × 4 of what is left.</summary>
internal static unsafe class Transposition
{
    private const int LargeSide = 16;
    private const int Side = 8;
    private const int SmallSide = 4;

    /// <summary>target[c · targetStride + r] = source[r · sourceStride + c].</summary>
    public static void Run(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated && rows >= LargeSide && columns >= LargeSide)
        {
            int largeRows = rows - rows % LargeSide, largeColumns = columns - columns % LargeSide;
            for (int row = 0; row < largeRows; row += LargeSide) LargeStrip(source + (nint)row * sourceStride, sourceStride, target + row, targetStride, largeColumns);
            if (largeColumns < columns) Smaller(source + largeColumns, sourceStride, target + (nint)largeColumns * targetStride, targetStride, largeRows, columns - largeColumns);
            if (largeRows < rows) Smaller(source + (nint)largeRows * sourceStride, sourceStride, target + largeRows, targetStride, rows - largeRows, columns);
        }
        else Smaller(source, sourceStride, target, targetStride, rows, columns);
    }

    /// <summary>Sixteen rows, a multiple of sixteen columns: each line of the cache is read once.</summary>
    private static void LargeStrip(float* source, nint sourceStride, float* target, nint targetStride, int columns)
    {
        for (int column = 0; column < columns; column += LargeSide, source += LargeSide, target += LargeSide * targetStride)
        {
            float* lower = source + 8 * sourceStride;
            (Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3) = FourRows(source, sourceStride);
            (Vector512<float> b0, Vector512<float> b1, Vector512<float> b2, Vector512<float> b3) = FourRows(source + 4 * sourceStride, sourceStride);
            (Vector512<float> c0, Vector512<float> c1, Vector512<float> c2, Vector512<float> c3) = FourRows(lower, sourceStride);
            (Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3) = FourRows(lower + 4 * sourceStride, sourceStride);
            FourColumns(a0, b0, c0, d0, target, targetStride);
            FourColumns(a1, b1, c1, d1, target + targetStride, targetStride);
            FourColumns(a2, b2, c2, d2, target + 2 * targetStride, targetStride);
            FourColumns(a3, b3, c3, d3, target + 3 * targetStride, targetStride);
        }
    }

    /// <returns>Of four rows, in vector j the columns j, 4 + j, 8 + j and 12 + j, four values each.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Columns0, Vector512<float> Columns1, Vector512<float> Columns2, Vector512<float> Columns3) FourRows(float* source, nint stride)
    {
        Vector512<float> r0 = Vector512.Load(source), r1 = Vector512.Load(source + stride), r2 = Vector512.Load(source + 2 * stride), r3 = Vector512.Load(source + 3 * stride);
        Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        return (
            Avx512F.UnpackLow(low01, low23).AsSingle(), Avx512F.UnpackHigh(low01, low23).AsSingle(),
            Avx512F.UnpackLow(high01, high23).AsSingle(), Avx512F.UnpackHigh(high01, high23).AsSingle());
    }

    /// <summary>Stores four columns of sixteen rows, four columns apart, out of a vector of each four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint stride)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<float> even01 = Avx512F.Shuffle4x128(a, b, Even), odd01 = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<float> even23 = Avx512F.Shuffle4x128(c, d, Even), odd23 = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(even01, even23, Even).Store(target);
        Avx512F.Shuffle4x128(odd01, odd23, Even).Store(target + 4 * stride);
        Avx512F.Shuffle4x128(even01, even23, Odd).Store(target + 8 * stride);
        Avx512F.Shuffle4x128(odd01, odd23, Odd).Store(target + 12 * stride);
    }

    private static void Smaller(float* source, int sourceStride, float* target, int targetStride, int rows, int columns)
    {
        int wholeRows = rows - rows % Side, wholeColumns = columns - columns % Side;
        for (int row = 0; row < wholeRows; row += Side)
        {
            if (Avx.IsSupported) Strip(source + (nint)row * sourceStride, sourceStride, target + row, targetStride, wholeColumns);
            else Rest(source + (nint)row * sourceStride, sourceStride, target + row, targetStride, Side, 0, wholeColumns);
        }
        if (wholeColumns < columns) Narrow(source + wholeColumns, sourceStride, target + (nint)wholeColumns * targetStride, targetStride, wholeRows, columns - wholeColumns);
        if (wholeRows < rows) Narrow(source + (nint)wholeRows * sourceStride, sourceStride, target + wholeRows, targetStride, rows - wholeRows, columns);
    }

    /// <summary>Eight rows, a multiple of eight columns.</summary>
    private static void Strip(float* source, nint sourceStride, float* target, nint targetStride, int columns)
    {
        for (int column = 0; column < columns; column += Side, source += Side, target += Side * targetStride)
        {
            float* lower = source + 4 * sourceStride;
            Half(source, lower, sourceStride, target, targetStride);
            Half(source + 4, lower + 4, sourceStride, target + 4 * targetStride, targetStride);
        }
    }

    /// <summary>Four columns of eight rows: the upper four rows go into the lower halves of registers, the lower four into the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(float* upper, float* lower, nint sourceStride, float* target, nint targetStride)
    {
        Vector256<float> r0 = Vector256.Create(Vector128.Load(upper), Vector128.Load(lower));
        Vector256<float> r1 = Vector256.Create(Vector128.Load(upper + sourceStride), Vector128.Load(lower + sourceStride));
        Vector256<float> r2 = Vector256.Create(Vector128.Load(upper + 2 * sourceStride), Vector128.Load(lower + 2 * sourceStride));
        Vector256<float> r3 = Vector256.Create(Vector128.Load(upper + 3 * sourceStride), Vector128.Load(lower + 3 * sourceStride));
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble(), high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble(), high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(target);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(target + targetStride);
        Avx.UnpackLow(high01, high23).AsSingle().Store(target + 2 * targetStride);
        Avx.UnpackHigh(high01, high23).AsSingle().Store(target + 3 * targetStride);
    }

    /// <summary>Few rows or few columns.</summary>
    private static void Narrow(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        int wholeRows = 0, wholeColumns = 0;
        if (Sse.IsSupported && rows >= SmallSide && columns >= SmallSide)
        {
            (wholeRows, wholeColumns) = (rows - rows % SmallSide, columns - columns % SmallSide);
            for (int row = 0; row < wholeRows; row += SmallSide)
            {
                for (int column = 0; column < wholeColumns; column += SmallSide)
                    Square(source + row * sourceStride + column, sourceStride, target + column * targetStride + row, targetStride);
            }
        }
        if (wholeColumns < columns) Rest(source, sourceStride, target, targetStride, wholeRows, wholeColumns, columns);
        if (wholeRows < rows) Rest(source + wholeRows * sourceStride, sourceStride, target + wholeRows, targetStride, rows - wholeRows, 0, columns);
    }

    /// <summary>Four rows of four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* source, nint sourceStride, float* target, nint targetStride)
    {
        Vector128<float> r0 = Vector128.Load(source), r1 = Vector128.Load(source + sourceStride);
        Vector128<float> r2 = Vector128.Load(source + 2 * sourceStride), r3 = Vector128.Load(source + 3 * sourceStride);
        Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1), low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(low01, low23).Store(target);
        Sse.MoveHighToLow(low23, low01).Store(target + targetStride);
        Sse.MoveLowToHigh(high01, high23).Store(target + 2 * targetStride);
        Sse.MoveHighToLow(high23, high01).Store(target + 3 * targetStride);
    }

    private static void Rest(float* source, nint sourceStride, float* target, nint targetStride, int rows, int firstColumn, int endColumn)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            for (int row = 0; row < rows; row++) target[column * targetStride + row] = source[row * sourceStride + column];
        }
    }
}
