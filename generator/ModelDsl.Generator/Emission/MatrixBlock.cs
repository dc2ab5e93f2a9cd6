using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// A small matrix product with constant sizes: <c>c[row, column] (+)= Σₖ a[row, k] · b[k, column]</c>. Linear layers and convolutions, forward
/// and backward, are made of such blocks. The sums stay in registers: see <see cref="TileSet"/>.
/// </summary>
/// <param name="Rows">Where the rows of a and c lie.</param>
/// <param name="Columns">16 or 32 columns, contiguous in b and c; or 64, contiguous in c and a pair of panels in b: see <see cref="PanelB"/>.</param>
/// <param name="Loops">The reduction, outermost loop first.</param>
/// <param name="Start">What the sums start from.</param>
/// <param name="ClampAtZero">Whether ReLU is applied before storing.</param>
/// <param name="PanelB">Floats from the first panel of a pair in b to the second.</param>
/// <param name="Pads">The last columns of c that nobody asks for, 0 or 8: they become zero.</param>
/// <param name="Interleave">How the last 8 columns that are computed lie in b: see <see cref="Panels.Interleave"/>. The innermost loop walks through values of a that lie side by side then.</param>
internal sealed record MatrixBlock(
    RowGrid Rows, int Columns, EquatableArray<ReductionLoop> Loops, TileStart Start, bool ClampAtZero = false, int PanelB = 0, int Pads = 0, int Interleave = 1);

/// <summary>Rows of a block: a grid of <paramref name="Outer"/> × <paramref name="Inner"/>, for pixels of several picture rows.</summary>
internal sealed record RowGrid(int Outer, int OuterStrideA, int OuterStrideC, int Inner, int InnerStrideA, int InnerStrideC)
{
    public int Count => Outer * Inner;

    public static RowGrid Line(int count, int strideA, int strideC) => new(1, 0, 0, count, strideA, strideC);

    /// <summary>The same rows as one line, where their distances are the same.</summary>
    public RowGrid Simplified()
        => Inner == 1 ? Line(Outer, OuterStrideA, OuterStrideC)
        : OuterStrideA == Inner * InnerStrideA && OuterStrideC == Inner * InnerStrideC ? Line(Count, InnerStrideA, InnerStrideC)
        : this;

    public int OffsetA(int row) => row / Inner * OuterStrideA + row % Inner * InnerStrideA;

    public int OffsetC(int row) => row / Inner * OuterStrideC + row % Inner * InnerStrideC;
}

/// <summary>One loop of a reduction.</summary>
/// <param name="Count">How often; 0 when the caller says it at run time (innermost loop only).</param>
/// <param name="StrideA">Floats from one element of a to the next.</param>
/// <param name="StrideB">Floats from one row of b to the next.</param>
internal sealed record ReductionLoop(int Count, int StrideA, int StrideB);

/// <summary>What the sums of a block start from.</summary>
internal enum TileStart
{
    Zero,
    Bias,

    /// <summary>What c holds already.</summary>
    Sum,
}
