using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// <c>c[row, column] = start + Σₖ a[row, k] · b[k, column]</c> over the rows of the whole batch, for matrices b that no cache holds. Each task has some panels
/// of columns; rows and sums are cut so that what meets stays in the second-level cache: a part of a panel of b (64 KB), and the same part of
/// 128 or 256 rows of a (256 or 512 KB).
/// </summary>
/// <param name="A">The left factor, in the memory of the batch.</param>
/// <param name="StrideA">Floats from one of its rows to the next.</param>
/// <param name="B">The right factor.</param>
/// <param name="Packing">
/// How a part of a panel is packed before it meets the rows; null where all of b lies in panels already.
/// </param>
/// <param name="C">The result, in the memory of the batch.</param>
/// <param name="StrideC">Floats from one of its rows to the next.</param>
/// <param name="Columns">The columns of the result that mean something; memory has as many as make whole vectors of 16.</param>
/// <param name="Sum">The length of the sums.</param>
/// <param name="Bias">What the sums start from, or null for zero.</param>
/// <param name="ClampsAtZero">Whether ReLU is applied.</param>
internal sealed record WideProduct(Value A, int StrideA, Value B, PanelPacking? Packing, Value C, int StrideC, int Columns, int Sum, Value? Bias, bool ClampsAtZero)
{
    private const int MostTasks = 16;
    private const int RowsAtATime = 128;
    private const int SumAtATime = 512;

    /// <summary>More rows for each part of b where that is packed for them: packing takes as long as a dozen rows.</summary>
    private const int RowsOfPacked = 256;

    private int PanelCount => Panels.CountOf(Columns);

    /// <summary>The parts that sums are cut into: how many, and how long.</summary>
    private static (int Parts, int Part) Cut(int sum)
    {
        int parts = (sum + SumAtATime - 1) / SumAtATime;
        return (parts, (sum + parts - 1) / parts);
    }

    public static int TaskCount(int columns) => Math.Min(MostTasks, Panels.CountOf(columns));

    /// <summary>Floats that a part of a panel takes.</summary>
    public static int PackedFloats(int sum) => Cut(sum).Part * Panels.Full;

    public void Emit(StepEmitter step, string rows)
    {
        CodeWriter code = step.Code;
        int tasks = TaskCount(Columns), rowsAtATime = Packing is null ? RowsAtATime : RowsOfPacked;
        (int parts, int part) = Cut(Sum);
        if (PanelCount > 1)
        {
            code.Line($"// A task has some of the {PanelCount} panels of 32 columns.");
            code.Line($"int begin = task * {PanelCount} / {tasks}, end = (task + 1) * {PanelCount} / {tasks};");
        }
        code.Line($"int height = {rows};");
        if (Packing is not null) code.Line($"Span<float> packed = Scratch.Slice(0, {PackedFloats(Sum)}); // a part of a panel");
        using (code.Block($"for (int top = 0; top < height; top += {rowsAtATime})"))
        {
            code.Line($"int rows = Math.Min(top + {rowsAtATime}, height);");
            if (parts == 1)
            {
                EmitPanels(step, "0", $"{Sum}", isFirst: true, isLast: true);
                return;
            }
            using (code.Block($"for (int k = 0; k < {Sum}; k += {part})"))
            {
                code.Line(Sum % part == 0 ? $"const int sum = {part};" : $"int sum = Math.Min({part}, {Sum} - k);");
                EmitPanels(step, "k", "sum", isFirst: false, isLast: false);
            }
        }

        void EmitPanels(StepEmitter step, string k, string sum, bool isFirst, bool isLast)
        {
            foreach (Panels panels in Panels.Of(Columns))
            {
                string condition = PanelCount == 1 ? "// the one panel"
                    : panels.Count == 1 ? $"if (begin <= {panels.First / Panels.Full} && end > {panels.First / Panels.Full})"
                    : $"for (int panel = begin; panel < {(panels.IsLast ? "end" : $"Math.Min(end, {panels.Count})")}; panel++)";
                using (code.Block(condition)) EmitPanel(panels.Column(), panels.Start(Panels.Full * Sum), panels.Width, panels.Pads);
            }

            void EmitPanel(string column, string panelAt, int width, int pads)
            {
                // Whole vectors are read of the bias: the parameter block is padded to them.
                string start = Bias is null ? "default" : StepEmitter.Padded(Bias, column, width);
                string strip = $"{C.Name}.Slice({CodeWriter.Sum($"top * {StrideC}", column)}), rows - top, stride: {StrideC}, columns: {width}";
                code.Line($"{(isFirst ? "" : $"if ({k} == 0) ")}Matrices.Fill({strip}, {start});");
                if (Packing is not null) code.Line($"Packing.{Packing.Kernel}({B.Name}, packed, {Packing.Size}, column: {column}, width: {width}, first: {k}, count: {sum});");
                code.Line("int row = top;");
                // A panel takes the floats of its columns, 32 or the last one 16, for every k.
                string b = Packing is not null ? "packed[0]" : StepEmitter.Element(B, panelAt, k == "0" ? "0" : $"{k} * {width}");
                MatrixBlock block = new(RowGrid.Line(1, StrideA, StrideC), width, [new ReductionLoop(0, 1, width)], TileStart.Sum, Pads: pads);
                RowBlocks.EmitLoops(code, (count, row) => step.Tiles.Call(
                    block with { Rows = RowGrid.Line(count, StrideA, StrideC) },
                    StepEmitter.Element(A, $"{row} * {StrideA}", k),
                    b,
                    StepEmitter.Element(C, $"{row} * {StrideC}", column),
                    count: sum));
                if (ClampsAtZero) code.Line($"{(isLast ? "" : $"if ({k} + sum == {Sum}) ")}Matrices.ReLU({strip});");
            }
        }
    }
}

/// <summary>How a part of a panel is packed: a kernel of <c>Packing</c>, and its arguments that say how large the matrix is.</summary>
internal sealed record PanelPacking(string Kernel, string Size);
