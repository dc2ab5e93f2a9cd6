using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Kernels;

/// <summary>
/// The last columns of a matrix product's right factor, where they are few: for 1, 2 or 4 of them, 8, 4 or 2 values of k lie side by side in a vector of 256 bits, [column][value], and meet as
/// many values of the left factor. A vector of one value of k would have 7, 6 or 4 empty lanes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Interleaved
{
    /// <summary>Floats of a vector, which a group of values takes.</summary>
    private const int Lanes = 8;

    /// <summary>Whether last columns lie so in this process; else each row has a value of each. Emitted code decides by the same constants of the JIT.</summary>
    internal static bool IsUsed => Vector512.IsHardwareAccelerated || (Vector256.IsHardwareAccelerated && Fma.IsSupported);

    /// <summary>Eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(ref readonly float a) => Vector256.LoadUnsafe(in a);

    /// <summary>Four values, twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load4(ref readonly float a) => Vector256.Create(Vector128.LoadUnsafe(in a));

    /// <summary>Two values, four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load2(ref readonly float a)
        => Vector256.Create(Pair(in a)).AsSingle();

    /// <summary>The sum of all lanes, and three zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum8(Vector256<float> lanes) => Vector128.CreateScalar(Vector128.Sum(lanes.GetLower() + lanes.GetUpper()));

    /// <summary>Of each vector the sum of all lanes, and three zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Sum8(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> sums = SumsOfHalves(a, b, c, d);
        Vector128<float> all = sums.GetLower() + sums.GetUpper();
        const byte OthersAreZero = 0b1110;
        return (
            Sse41.Insert(all, all, OthersAreZero), Sse41.Insert(all, all, (1 << 6) | OthersAreZero),
            Sse41.Insert(all, all, (2 << 6) | OthersAreZero), Sse41.Insert(all, all, (3 << 6) | OthersAreZero));
    }

    /// <summary>The sums of each four lanes, and two zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum4(Vector256<float> lanes) => Vector128.Create(Vector128.Sum(lanes.GetLower()), Vector128.Sum(lanes.GetUpper()), 0, 0);

    /// <summary>Of each vector the sums of each four lanes, and two zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Sum4(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> sums = SumsOfHalves(a, b, c, d);
        Vector128<float> zero = Vector128<float>.Zero, ab = Sse.UnpackLow(sums.GetLower(), sums.GetUpper()), cd = Sse.UnpackHigh(sums.GetLower(), sums.GetUpper());
        return (Sse.MoveLowToHigh(ab, zero), Sse.MoveHighToLow(zero, ab), Sse.MoveLowToHigh(cd, zero), Sse.MoveHighToLow(zero, cd));
    }

    /// <summary>The sums of each two lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum2(Vector256<float> lanes) => Sum2(lanes, lanes).A;

    /// <summary>Of each vector the sums of each two lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> A, Vector128<float> B) Sum2(Vector256<float> a, Vector256<float> b)
    {
        Vector256<float> sums = Avx2.Permute4x64(Avx.HorizontalAdd(a, b).AsDouble(), 0b11_01_10_00).AsSingle();
        return (sums.GetLower(), sums.GetUpper());
    }

    /// <summary>In either half the sums of four vectors' lanes of that half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> SumsOfHalves(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> ab = Avx.UnpackLow(a, b) + Avx.UnpackHigh(a, b), cd = Avx.UnpackLow(c, d) + Avx.UnpackHigh(c, d);
        return Avx.UnpackLow(ab.AsDouble(), cd.AsDouble()).AsSingle() + Avx.UnpackHigh(ab.AsDouble(), cd.AsDouble()).AsSingle();
    }

    /// <summary>What emitted code asks for, where this process can have it; else 1.</summary>
    internal static int Allowed(int interleave) => IsUsed ? interleave : 1;

    /// <summary>
    /// Where a row's value of the first of the last columns lies, in floats from the first of these columns in the first row; that of the next column lies <paramref name="interleave"/> floats behind it.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="run">Rows that meet values of the left factor which lie side by side; the next run begins a new group.</param>
    /// <param name="interleave">Values of a group: 8, 4 or 2.</param>
    internal static int At(int row, int rowStride, int run, int interleave)
    {
        int inRun = row % run, inGroup = inRun & (interleave - 1), first = inRun - inGroup;
        // Values of an incomplete group are its last ones.
        int before = Math.Max(0, first + interleave - run);
        return (row - inGroup) * rowStride + before + inGroup;
    }

    /// <summary>Brings a run of rows into the order of groups, in place.</summary>
    /// <param name="matrix">The first of the last columns in the first row: eight floats of each row belong to them.</param>
    /// <param name="columns">The last columns that mean something.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="run">How many rows.</param>
    /// <param name="interleave">Values of a group: 8, 4 or 2.</param>
    internal static void Pack(ref float matrix, int columns, int rowStride, int run, int interleave)
        => Copy(ref matrix, rowStride, columnStride: 1, ref matrix, columns, rowStride, run, interleave);

    /// <summary>Copies last columns into groups.</summary>
    /// <param name="source">The first column's first value.</param>
    /// <param name="sourceRow">Floats from one value of a column to the next.</param>
    /// <param name="columnStride">Floats from one column to the next.</param>
    /// <param name="target">Receives the groups, eight floats of each row that begins one.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="rowStride">Floats from one row of the target to the next.</param>
    /// <param name="run">How many rows.</param>
    /// <param name="interleave">Values of a group: 8, 4 or 2.</param>
    internal static unsafe void Copy(ref float source, int sourceRow, int columnStride, ref float target, int columns, int rowStride, int run, int interleave)
    {
        int whole = sourceRow == 1 ? run - run % interleave : 0;
        for (int row = 0; row < whole; row += interleave) Group(ref Unsafe.Add(ref source, row), columnStride, columns, interleave).StoreUnsafe(ref target, (nuint)(row * rowStride));
        float* group = stackalloc float[Lanes];
        for (int row = whole; row < run; row += interleave)
        {
            int count = Math.Min(interleave, run - row), before = interleave - count;
            Vector256<float>.Zero.Store(group);
            for (int column = 0; column < columns; column++)
            {
                ref float from = ref Unsafe.Add(ref source, (nint)row * sourceRow + column * columnStride);
                float* to = group + column * interleave + before;
                for (int i = 0; i < count; i++) to[i] = Unsafe.Add(ref from, i * sourceRow);
            }
            Vector256.Load(group).StoreUnsafe(ref target, (nuint)(row * rowStride));
        }
    }

    /// <summary>A whole group of columns whose values lie one after another: of 1, 2, or up to 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Group(ref float source, int columnStride, int columns, int interleave)
    {
        if (interleave == 8) return Vector256.LoadUnsafe(ref source);
        if (interleave == 4) return Vector256.Create(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref source, (nuint)columnStride));
        double last = columns < 4 ? 0 : Pair(ref Unsafe.Add(ref source, 3 * columnStride));
        return Vector256.Create(Pair(ref source), Pair(ref Unsafe.Add(ref source, columnStride)), Pair(ref Unsafe.Add(ref source, 2 * columnStride)), last).AsSingle();
    }

    private static double Pair(ref readonly float a) => Unsafe.ReadUnaligned<double>(in Unsafe.As<float, byte>(ref Unsafe.AsRef(in a)));
}
