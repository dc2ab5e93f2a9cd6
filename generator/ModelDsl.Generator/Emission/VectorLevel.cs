namespace ModelDsl.Generator.Emission;

/// <summary>One of the three instruction levels that emitted code chooses from by constants of the JIT.</summary>
/// <param name="Bits">The width of a vector.</param>
/// <param name="Registers">Accumulators that fit into the registers beside the operands.</param>
/// <param name="Condition">The C# condition that selects the level; null for the last resort.</param>
/// <param name="MultiplyAdd">The method that computes x · y + z.</param>
internal sealed record VectorLevel(int Bits, int Registers, string? Condition, string MultiplyAdd)
{
    /// <summary>AVX-512, on processors that do not throttle on it.</summary>
    public static readonly VectorLevel Wide = new(512, 28, "Vector512.IsHardwareAccelerated", "FusedMultiplyAdd");

    /// <summary>AVX2 with FMA.</summary>
    public static readonly VectorLevel Medium = new(256, 12, "Vector256.IsHardwareAccelerated && Fma.IsSupported", "FusedMultiplyAdd");

    /// <summary>SSE, NEON, WebAssembly. The multiply-add is fused where the machine can: elsewhere a fused one would be a call for each element.</summary>
    public static readonly VectorLevel Portable = new(128, 12, null, "MultiplyAddEstimate");

    public static readonly VectorLevel[] All = [Wide, Medium, Portable];

    /// <summary>Whether the last columns of b lie interleaved where they can: in vectors of 256 bits. <c>Interleaved.IsUsed</c> of the kernels says the same.</summary>
    public bool Interleaves => Bits >= Medium.Bits;

    /// <summary>Floats in a vector.</summary>
    public int Width => Bits / 32;

    public string Type => $"Vector{Bits}<float>";

    public string Class => $"Vector{Bits}";

    /// <summary>
    /// ReLU of a sum. NaN stays, which is the second operand of the processor's own maximum (and of any on Arm); <c>Max</c> takes four instructions, to tell zeros of one sign from those of
    /// the other.
    /// </summary>
    public string ClampAtZero(string sum) => $"{Class}.MaxNative({Type}.Zero, {sum})";

    /// <summary>The tiles that cover the columns of a block: as large as they can be, and of vectors half as long where 8 columns are left.</summary>
    /// <param name="columns">The columns, a multiple of 8.</param>
    /// <param name="rows">The rows of the block.</param>
    /// <param name="areRowsAdjoining">Whether its rows are one float apart in a.</param>
    /// <param name="isInterleaved">Whether the last 8 are interleaved: a tile of their own.</param>
    public IEnumerable<TileColumns> TilesOf(int columns, int rows, bool areRowsAdjoining, bool isInterleaved = false)
    {
        int end = isInterleaved ? columns - Panels.Half : columns;
        foreach (TileColumns tile in TilesUpTo(end, ColumnsOf(end, rows, areRowsAdjoining))) yield return tile;
        if (isInterleaved) yield return new TileColumns(end, Panels.Half, Medium, Math.Min(Registers, TileRows.OfReference));
    }

    private IEnumerable<TileColumns> TilesUpTo(int columns, int most)
    {
        for (int first = 0; first < columns;)
        {
            int count = Math.Min(most, columns - first);
            VectorLevel vectors = this;
            if (count < Width) vectors = Medium;
            else count -= count % Width;
            yield return new TileColumns(first, count, vectors, Registers / (count / vectors.Width));
            first += count;
        }
    }

    /// <summary>
    /// The columns that one tile covers: as many as leave room for enough rows. Of 256 bits, 3 × 32 sums read least of the first-level cache. Where a is read by columns,
    /// as in aᵀ · b, 6 × 16 read half as much of what lies farther off: 60 Gflop/s became 75 for 256 samples of 1,024 features.
    /// </summary>
    /// <param name="columns">The columns of the block.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="areRowsAdjoining">Whether its rows are one float apart in a.</param>
    private int ColumnsOf(int columns, int rows, bool areRowsAdjoining)
        => Math.Min(columns, Bits == 256 && areRowsAdjoining && rows >= 4 || Bits == 128 ? 16 : 64);
}

/// <summary>The columns of a block that one tile covers.</summary>
/// <param name="First">The first one.</param>
/// <param name="Count">How many.</param>
/// <param name="Vectors">The vectors that it is written with.</param>
/// <param name="MostRows">The most rows beside them; more than 14 rows of two vectors would spill.</param>
internal readonly record struct TileColumns(int First, int Count, VectorLevel Vectors, int MostRows);
