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

    /// <summary>Floats in a vector.</summary>
    public int Width => Bits / 32;

    public string Type => $"Vector{Bits}<float>";

    public string Class => $"Vector{Bits}";

    /// <summary>The columns that one tile covers: all of them where enough rows fit beside.</summary>
    public int ColumnsOf(int columns) => Math.Min(columns, Bits >= 256 ? 64 : 16);

    /// <summary>The most rows of a tile with so many columns; more than 14 rows of two vectors would spill.</summary>
    public int MostRows(int columns) => Registers / (columns / Width);
}
