using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// The gradient of a convolution's weights out of copies: of some pixels, all channels of the output's gradient, and for each tap 16 channels of the input at a time. Where they stand, the pixels
/// that a tile meets lie far apart, and those of one small picture are too few for what it costs to fetch and store the sums; copied, they are one run, of several pictures if need be.
/// </summary>
/// <param name="Convolution">The convolution, without groups.</param>
/// <param name="X">Its input.</param>
/// <param name="Dy">The gradient of its output.</param>
internal sealed record CopiedGradient(Conv2d Convolution, Value X, Value Dy)
{
    /// <summary>Pixels that are copied at a time, at most: 16 KB of 16 channels.</summary>
    private const int MostPixels = 256;

    /// <summary>Floats that copies of all outputs may take, 256 KB: half a second-level cache, where that is small.</summary>
    private const int MostFloats = 64 * 1024;

    /// <summary>Outputs that a copied pixel has to meet: with fewer, copying takes what it saves.</summary>
    private const int FewestOutputs = 64;

    private const int WantedTasks = 16;

    /// <summary>How many blocks of input channels, of all taps, there are: what workers share, or have tasks of.</summary>
    public int Blocks => Taps * BlocksOfTap;

    /// <summary>Tasks where all pieces are summed up together, for each part of the batch.</summary>
    public int Tasks => Math.Min(WantedTasks, Blocks);

    /// <summary>Parts of the batch that the tasks make.</summary>
    public int TaskParts => Math.Min(Parts.Most, Math.Max(1, WantedTasks / Tasks));

    public int PartFloats => Taps * Inputs * StrideC;

    public int ScratchFloats => (Layout.Lanes + StrideC) * Capacity;

    private int Inputs => X.Shape[0];

    private int Outputs => Dy.Shape[0];

    private int Taps => Convolution.KernelHeight * Convolution.KernelWidth;

    /// <summary>Floats of a row of the sums.</summary>
    private int StrideC => Layout.RoundUp(Outputs);

    private int BlocksOfTap => (Inputs + Layout.Lanes - 1) / Layout.Lanes;

    /// <summary>Channels of a block: equal blocks, but for the last one of each tap.</summary>
    private int High => (Inputs + BlocksOfTap - 1) / BlocksOfTap;

    private int Height => Dy.Shape[1];

    private int Width => Dy.Shape[2];

    private int PixelsAtATime => Math.Min(MostPixels, MostFloats / StrideC);

    /// <summary>Whether pictures are so large that they are copied in parts, some rows at a time.</summary>
    private bool CutsPictures => Height * Width > PixelsAtATime;

    private int RowsAtATime => CutsPictures ? Math.Max(1, PixelsAtATime / Width) : Height;

    private int SamplesAtATime => CutsPictures ? 1 : PixelsAtATime / (Height * Width);

    /// <summary>Pixels that the copies have room for.</summary>
    private int Capacity => SamplesAtATime * RowsAtATime * Width;

    /// <summary>Whether that is faster than to read pixels where they stand.</summary>
    public static bool Suits(Value x, Value dy)
        => x.Shape[0] >= Layout.Lanes && dy.Shape[0] >= FewestOutputs && dy.Shape[2] <= MostPixels;

    /// <summary>One piece, added to the sums of its part.</summary>
    public void EmitPiece(StepEmitter step)
    {
        CodeWriter code = step.Code;
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice(PartOf(first) * {PartFloats}, {PartFloats});");
        EmitScratch(code);
        if (step.IsShared)
        {
            code.Line($"int begin = share * {Blocks} / shares, end = (share + 1) * {Blocks} / shares;");
            code.Line($"if (BeginsPart(first)) sums[({RowOf("begin")} * {StrideC})..({RowOf("end")} * {StrideC})].Clear();");
        }
        else code.Line("if (BeginsPart(first)) sums.Clear();");
        EmitChunks(step, "count", step.IsShared ? "begin" : "0", step.IsShared ? "end" : $"{Blocks}", pieces: null);
    }

    /// <summary>All pieces, by tasks.</summary>
    public void EmitTasks(StepEmitter step)
    {
        CodeWriter code = step.Code;
        string part = TaskParts > 1 ? $"task / {Tasks}" : "0", task = TaskParts > 1 ? $"task % {Tasks}" : "task";
        code.Line($"// A task has some of the {Blocks} blocks of input channels{(TaskParts > 1 ? $" and one of up to {TaskParts} parts of the pieces" : "")}.");
        code.Line($"int begin = {Bracket(task)} * {Blocks} / {Tasks}, end = ({task} + 1) * {Blocks} / {Tasks};");
        if (TaskParts > 1)
        {
            code.Line($"int part = {part}, parts = Math.Min({TaskParts}, PieceCount);");
            code.Line("if (part >= parts) return;");
            code.Line("int firstPiece = part * PieceCount / parts, endPiece = (part + 1) * PieceCount / parts;");
        }
        else code.Line("int firstPiece = 0, endPiece = PieceCount;");
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice({(TaskParts > 1 ? $"part * {PartFloats}" : "0")}, {PartFloats});");
        code.Line($"sums[({RowOf("begin")} * {StrideC})..({RowOf("end")} * {StrideC})].Clear();");
        EmitScratch(code);
        // Small pictures of several pieces are copied together.
        code.Line(SamplesAtATime > 1 ? $"int together = Math.Max(1, {SamplesAtATime} / CountOf(0));" : "const int together = 1;");
        using (code.Block("for (int p = firstPiece; p < endPiece; p += together)"))
        {
            code.Line("int endTogether = Math.Min(p + together, endPiece);");
            EmitChunks(step, "CountOf(p)", "begin", "end", pieces: "for (int each = p; each < endTogether; each++)");
        }
    }

    private static string Bracket(string expression) => expression.Contains(' ') ? $"({expression})" : expression;

    private void EmitScratch(CodeWriter code)
    {
        code.Line("// Pixels are copied, those of a tap 16 channels at a time.");
        code.Line($"Span<float> leftCopy = Scratch.Slice(0, {Layout.Lanes * Capacity}), rightCopy = Scratch.Slice({Layout.Lanes * Capacity}, {StrideC * Capacity});");
    }

    /// <summary>The row of the sums where a block begins.</summary>
    private string RowOf(string block) => BlocksOfTap == 1 ? $"{block} * {Inputs}" : Inputs % Layout.Lanes == 0 ? $"{block} * {Layout.Lanes}" : $"({block} / {BlocksOfTap} * {Inputs} + {block} % {BlocksOfTap} * {High})";

    /// <summary>The samples of a piece, or of several, some pixels at a time.</summary>
    private void EmitChunks(StepEmitter step, string count, string begin, string end, string? pieces)
    {
        CodeWriter code = step.Code;
        using (code.Block(CutsPictures ? $"for (int n = 0; n < {count}; n++)" : $"for (int n = 0; n < {count}; n += {SamplesAtATime})"))
        {
            if (CutsPictures)
            {
                using (code.Block($"for (int y = 0; y < {Height}; y += {RowsAtATime})"))
                {
                    code.Line($"int rows = {(Height % RowsAtATime == 0 ? $"{RowsAtATime}" : $"Math.Min({RowsAtATime}, {Height} - y)")}, pixelCount = rows * {Width};");
                    EmitChunk(step, "rows", "y");
                }
            }
            else if (pieces is null)
            {
                code.Line($"int samples = Math.Min({SamplesAtATime}, {count} - n), pixelCount = samples * {Height * Width};");
                EmitChunk(step, $"{Height}", "0");
            }
            else
            {
                code.Line("int pixelCount = 0;");
                EmitChunk(step, $"{Height}", "0");
            }
        }

        void EmitChunk(StepEmitter step, string rows, string y)
        {
            Layout by = Dy.Layout!, from = X.Layout!;
            Conv2d conv = Convolution;
            int inside = (from.Border - conv.PaddingHeight) * from.RowStride + (from.Border - conv.PaddingWidth) * from.PixelStride;
            EmitCopies(Dy, by, rows, "pixelCount", (source, at) =>
            {
                foreach (Panels panels in Panels.Of(Outputs))
                {
                    using (panels.Open(code, "output channels"))
                    {
                        code.Line($"Packing.CopyPixels({source}.Slice({CodeWriter.Sum(StepAt(by.RowStride, y), $"{by.First}", panels.Column())}), "
                            + $"rightCopy.Slice({CodeWriter.Sum(panels.Column(Capacity), at == "0" ? "0" : $"{at} * {panels.Width}")}), {Strides(by, 1, 1, rows)}, width: {panels.Width});");
                    }
                }
            });
            using (code.Block($"for (int block = {begin}; block < {end}; block++)"))
            {
                code.Line($"int tap = block / {BlocksOfTap}, firstChannel = block % {BlocksOfTap} * {High};");
                if (pieces is not null && !CutsPictures) code.Line("int copied = 0;");
                EmitCopies(X, from, rows, "copied", (source, at) => code.Line(
                    $"Packing.CopyPixels({source}.Slice({CodeWriter.Sum(StepAt(conv.StrideHeight * from.RowStride, y), $"{inside}", TapAt(conv, from), "firstChannel")}), "
                    + $"leftCopy{(at == "0" ? "" : $".Slice({at} * {Layout.Lanes})")}, {Strides(from, conv.StrideHeight, conv.StrideWidth, rows)}, width: {Layout.Lanes});"));
                int rest = Inputs - (BlocksOfTap - 1) * High;
                if (rest == High) EmitProducts(High);
                else
                {
                    using (code.Block($"if (firstChannel < {Inputs - rest})")) EmitProducts(High);
                    using (code.Block("else")) EmitProducts(rest);
                }
            }

            // A copy for each sample of the chunk.
            void EmitCopies(Value value, Layout layout, string rows, string position, Action<string, string> copy)
            {
                string size = StepEmitter.Size(value);
                if (pieces is null || CutsPictures)
                {
                    string where = pieces is null ? value.Name : StepEmitter.InPiece(value);
                    copy($"{where}.Slice(n * {size})", "0");
                    return;
                }
                using (code.Block(pieces))
                {
                    code.Line($"Span<float> {value.Name} = {StepEmitter.InPiece(value, "each")};");
                    code.Line($"int samples = Math.Min({SamplesAtATime}, CountOf(each) - n);");
                    copy($"{value.Name}.Slice(n * {size})", position);
                    code.Line($"{position} += samples * {Height * Width};");
                }
            }

            string Strides(Layout layout, int down, int across, string rows)
                => $"{(CutsPictures ? "1" : "samples")}, {layout.SampleStride}, {rows}, {down * layout.RowStride}, {Width}, {across * layout.PixelStride}";

            void EmitProducts(int high)
            {
                foreach (Panels panels in Panels.Of(Outputs))
                {
                    using (panels.Open(code, "output channels"))
                    {
                        MatrixBlock product = new(RowGrid.Line(high, 1, StrideC), panels.Width, [new ReductionLoop(0, Layout.Lanes, panels.Width)], TileStart.Sum, Pads: panels.Pads);
                        code.Line(step.Tiles.Call(product, "leftCopy[0]", $"rightCopy[{panels.Column(Capacity)}]", $"sums[{CodeWriter.Sum($"(tap * {Inputs} + firstChannel) * {StrideC}", panels.Column())}]", count: "pixelCount"));
                    }
                }
            }
        }
    }

    private static string StepAt(int stride, string y) => y == "0" ? "0" : $"y * {stride}";

    private static string TapAt(Conv2d conv, Layout from)
    {
        int down = conv.DilationHeight * from.RowStride, across = conv.DilationWidth * from.PixelStride;
        return conv.KernelHeight * conv.KernelWidth == 1 ? "0"
            : conv.KernelHeight == 1 ? $"tap * {across}"
            : conv.KernelWidth == 1 ? $"tap * {down}"
            : $"tap / {conv.KernelWidth} * {down} + tap % {conv.KernelWidth} * {across}";
    }
}
