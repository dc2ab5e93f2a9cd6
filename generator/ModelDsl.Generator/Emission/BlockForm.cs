using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// What tells the code of one <see cref="MatrixBlock"/> from that of another. All else, strides and longer counts, are arguments: they are as
/// fast as constants, and so layers of different sizes share their code, which the JIT then compiles once.
/// </summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Grid">The positions of the rows where they do not lie on one line: constants.</param>
/// <param name="AreRowsAdjoining">Whether the rows of a are one float apart, as in aᵀ · b.</param>
/// <param name="Columns">The number of columns: those beyond 32 are the second panel of a pair in b.</param>
/// <param name="Pads">How many more columns of c become zero.</param>
/// <param name="Counts">The counts of the reduction's loops, outermost first: 0 for an argument, else that of an innermost loop to write out.</param>
/// <param name="Start">What the sums start from.</param>
/// <param name="ClampAtZero">Whether ReLU is applied before storing.</param>
/// <param name="IsRun">Whether a is one row of values that lie one after another, so that one load takes several.</param>
/// <param name="Interleave">How the last 8 columns lie in b: see <see cref="Panels.Interleave"/>.</param>
/// <param name="Rest">What is left of the innermost count for the last group of interleaved values.</param>
internal sealed record BlockForm(
    int Rows, RowGrid? Grid, bool AreRowsAdjoining, int Columns, int Pads, EquatableArray<int> Counts, TileStart Start, bool ClampAtZero, bool IsRun, int Interleave, int Rest)
{
    /// <summary>The innermost loop is written out up to this length: a loop that short ends in a wrong guess of the processor's too often.</summary>
    private const int LongestWrittenOut = 4;

    /// <summary>Whether the distance of rows is an argument.</summary>
    public bool HasRowStrides => Rows > 1 && Grid is null;

    /// <summary>Whether all columns are interleaved ones.</summary>
    public bool IsInterleaved => Interleave > 1 && Columns == Panels.Half;

    /// <summary>The form of a block.</summary>
    public static BlockForm Of(MatrixBlock block)
    {
        RowGrid rows = block.Rows;
        ReductionLoop[] loops = LoopsOf(block);
        int[] counts = new int[loops.Length];
        int innermost = loops[loops.Length - 1].Count;
        if (innermost <= LongestWrittenOut) counts[loops.Length - 1] = innermost;
        bool isLine = rows.Outer == 1;
        bool isRun = rows.Count == 1 && loops.Length == 1 && counts[0] == 0 && loops[0].StrideA == 1;
        return new BlockForm(
            rows.Count, isLine ? null : rows, isLine && rows.InnerStrideA == 1, block.Columns - block.Pads, block.Pads, counts, block.Start, block.ClampAtZero, isRun,
            block.Interleave, innermost % block.Interleave);
    }

    /// <summary>The loops of a block without those that run once around others.</summary>
    private static ReductionLoop[] LoopsOf(MatrixBlock block) => [.. block.Loops.Where((loop, i) => loop.Count != 1 || i == block.Loops.Count - 1)];

    /// <summary>What is computed, for a comment.</summary>
    public string Formula()
    {
        string sum = Start switch { TileStart.Bias => "bias + a · b", TileStart.Sum => "c + a · b", _ => "a · b" };
        string reduction = string.Join(" × ", Counts.Items.Select((count, loop) => count == 0 ? Count(loop) : $"{count}"));
        string columns = Interleave == 1 ? $"{Columns}" : Columns == Panels.Half ? $"{Panels.Half / Interleave}" : $"{Columns - Panels.Half} + {Panels.Half / Interleave}";
        return $"c [{Rows} × {columns}] = {(ClampAtZero ? $"max({sum}, 0)" : sum)}    k = {reduction}{(Pads > 0 ? $", and {Pads} columns of zeros" : "")}{(Interleave > 1 ? $", b with {Interleave} values of k side by side in the last columns" : "")}";
    }

    /// <summary>The parameters of the method.</summary>
    public string Signature()
        => "ref float a, ref float b, ref float c" + (Start == TileStart.Bias ? ", ref float bias" : "") + string.Concat(Parameters().Select(name => $", nint {name}"));

    /// <summary>The names of the parameters behind the references.</summary>
    public IEnumerable<string> Parameters()
    {
        if (Columns > Panels.Full) yield return "panelB";
        if (HasRowStrides && !AreRowsAdjoining) yield return "rowA";
        if (HasRowStrides) yield return "rowC";
        for (int i = 0; i < Counts.Count; i++)
        {
            if (Counts[i] == 0) yield return Count(i);
            if (Counts[i] == 1) continue;
            if (!IsRun) yield return StepA(i);
            yield return StepB(i);
        }
    }

    /// <summary>What a block of this form passes for them.</summary>
    /// <param name="block">The block.</param>
    /// <param name="count">Its innermost count, when it is known at run time alone.</param>
    public IEnumerable<string> Arguments(MatrixBlock block, string? count)
    {
        if (Columns > Panels.Full) yield return $"{block.PanelB}";
        if (HasRowStrides && !AreRowsAdjoining) yield return $"{block.Rows.InnerStrideA}";
        if (HasRowStrides) yield return $"{block.Rows.InnerStrideC}";
        ReductionLoop[] loops = LoopsOf(block);
        for (int i = 0; i < loops.Length; i++)
        {
            if (Counts[i] == 0) yield return loops[i].Count == 0 ? count! : $"{loops[i].Count}";
            if (Counts[i] == 1) continue;
            if (!IsRun) yield return $"{loops[i].StrideA}";
            yield return $"{loops[i].StrideB}";
        }
    }

    /// <summary>Where a column lies in a row of b.</summary>
    public static string ColumnB(int column) => column < Panels.Full ? $"{column}" : CodeWriter.Sum("panelB", $"{column - Panels.Full}");

    /// <summary>The name of a loop's count, the parameter.</summary>
    public string Count(int loop) => "count" + Number(loop);

    /// <summary>The floats from one step of a loop to the next in a.</summary>
    public string StepA(int loop) => IsRun ? "1" : "stepA" + Number(loop);

    /// <summary>The floats from one step of a loop to the next in b.</summary>
    public string StepB(int loop) => "stepB" + Number(loop);

    private string Number(int loop) => Counts.Count == 1 ? "" : $"{loop}";
}
