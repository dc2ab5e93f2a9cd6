using System.Globalization;
using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Forward: an implicit matrix product, rows of output pixels against panels of output channels; nothing is unfolded.</content>
internal sealed partial record Conv2d : IFusesActivation
{
    /// <summary>A tile takes the pixels of several picture rows together as long as they are not more than this.</summary>
    private const int PixelsOfTile = 14;

    /// <summary>
    /// Products of a sum that meet all pixels of a picture at once: a panel of weights takes 256 KB then, and stays in the second-level cache. Longer sums are computed in parts, one row of
    /// taps for all pictures of a piece after another.
    /// </summary>
    private const int LongestSum = 2048;

    /// <summary>Whether ReLU is applied to the sums.</summary>
    public bool ClampsAtZero { get; init; }

    private int Taps => KernelHeight * KernelWidth;

    public Operator FuseReLU() => this with { ClampsAtZero = true };

    public override int RequiredBorder(Node node, int input) => input == 0 && !IsDepthwise(node.Inputs[0]) && !IsWinograd(node) ? Math.Max(PaddingHeight, PaddingWidth) : 0;

    public override int ScratchFloats(Node node) => IsWinograd(node) ? WinogradProduct.ScratchFloats(WinogradProduct.TilesOf(node.Output), node.Inputs[0].Shape[0]) : 0;

    public override int WantedSamples(Node node) => IsWinograd(node) ? WinogradProduct.WantedSamples(node.Output) : 1;

    public override int Shares(Node node)
        => IsDepthwise(node.Inputs[0]) ? 1
            : IsWinograd(node) ? WinogradProduct.Shares(node.Output)
            : DirectShares(node).Count;

    private ConvolutionShares DirectShares(Node node)
        => ConvolutionShares.Of(BlocksFor(node.Inputs[0].Shape[0]), Layout.RoundUp(BlocksFor(node.Inputs[0].Shape[0]).Outputs), RowBlocksOf(node.Output.Shape[1], node.Output.Shape[2]));

    public override void Differentiate(Differentiation gradient)
    {
        Value x = gradient.Node.Inputs[0], weight = gradient.Node.Inputs[1], dy = gradient.OutputGradient;
        if (gradient.Needs(2)) BiasGradient.Add(gradient, 2);
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new InputGradient(this), 0, dy, weight));
        if (!gradient.Needs(1)) return;
        Value dweight = gradient.ParameterGradient(1);
        gradient.AddNode(new WeightGradient(this), dweight.Name, [x, dy], [dweight]);
    }

    public override void Lower(Lowering lowering)
    {
        if (IsDepthwise(lowering.Node.Inputs[0]))
        {
            lowering.PackInput(1, new PackDepthwise(this), DepthwiseFloats);
            lowering.Keep();
            return;
        }
        int inputs = lowering.Node.Inputs[0].Shape[0];
        if (IsWinograd(lowering.Node))
        {
            WinogradTiles cut = WinogradProduct.TilesOf(lowering.Node.Output);
            lowering.PackInput(1, new PackWinograd(cut, OutChannels, inputs, IsBackward: false), WinogradProduct.WeightFloats(cut, inputs, OutChannels));
            lowering.Keep();
            return;
        }
        ConvolutionBlocks blocks = BlocksFor(inputs);
        int run = ForwardLoops(lowering.Node.Inputs[0].Layout!, blocks, Panels.Full).Items.Last().Count;
        lowering.PackInput(1, new PackForward(this, inputs, run), blocks.Count * Taps * blocks.Inputs * Layout.RoundUp(blocks.Outputs));
        lowering.Keep();
    }

    public override void Emit(StepEmitter step)
    {
        Value x = step.Inputs[0], weight = step.Inputs[1], y = step.Outputs[0];
        if (IsDepthwise(x))
        {
            EmitDepthwise(step);
            return;
        }
        if (IsWinograd(step.Node))
        {
            new WinogradProduct(x, weight, y, PaddingHeight, Bias ? step.Inputs[2] : null, ClampsAtZero).Emit(step);
            return;
        }
        Layout from = x.Layout!, to = y.Layout!;
        ConvolutionBlocks blocks = BlocksFor(x.Shape[0]);
        int start = (from.Border - PaddingHeight) * from.RowStride + (from.Border - PaddingWidth) * from.PixelStride;
        int blockFloats = Taps * blocks.Inputs * Layout.RoundUp(blocks.Outputs);

        bool sharesRows = step.IsShared && DirectShares(step.Node).AreRows, sharesPanels = step.IsShared && !sharesRows;
        step.ClearBorder(y);
        if (blocks.Count > 1) step.ClearPads(y);
        if (sharesPanels) step.SharePanels(Panels.CountOf(blocks.Outputs));
        EmitSums(step, blocks, Panels.Of(blocks.Outputs), "output channels", sharesPanels, KernelHeight, Taps * blocks.Inputs, (panels, partOfSum) => EmitPixelRows(step, to.Height, to.Width, sharesRows, (height, row) =>
        {
            (int columns, int pads) = blocks.Written(panels);
            EquatableArray<ReductionLoop> loops = ForwardLoops(from, blocks, panels.Width);
            MatrixBlock block = new(
                new RowGrid(height, StrideHeight * from.RowStride, to.RowStride, to.Width, StrideWidth * from.PixelStride, to.PixelStride),
                columns,
                loops,
                Bias ? TileStart.Bias : TileStart.Zero,
                ClampsAtZero,
                Pads: pads,
                Interleave: panels.Interleave(blocks.Outputs, run: loops.Items.Last().Count));
            return partOfSum.Call(block, (part, tapA, tapB) => step.Tiles.Call(
                part,
                StepEmitter.Element(x, $"n * {StepEmitter.Size(x)}", blocks.At(blocks.Inputs), RowAt(row, StrideHeight * from.RowStride), $"{start}", tapA),
                StepEmitter.Element(weight, blocks.At(blockFloats), panels.Column(Taps * blocks.Inputs), tapB),
                StepEmitter.Element(y, $"n * {StepEmitter.Size(y)}", blocks.At(blocks.Outputs), RowAt(row, to.RowStride), $"{to.First}", panels.Column()),
                Bias ? StepEmitter.Element(step.Inputs[2], blocks.At(blocks.Outputs), panels.Column()) : null));
        }));
    }

    /// <summary>Writes the loops over samples, blocks and panels, and over rows of taps where sums are computed in parts.</summary>
    /// <param name="step">The step.</param>
    /// <param name="blocks">The blocks.</param>
    /// <param name="all">The panels.</param>
    /// <param name="what">What their columns are, for the comment.</param>
    /// <param name="sharesPanels">Whether workers share the panels.</param>
    /// <param name="rows">Rows of taps.</param>
    /// <param name="products">Products of a sum.</param>
    /// <param name="emit">Writes what a panel does for sample <c>n</c>.</param>
    private static void EmitSums(StepEmitter step, ConvolutionBlocks blocks, IEnumerable<Panels> all, string what, bool sharesPanels, int rows, int products, Action<Panels, PartOfSum> emit)
    {
        CodeWriter code = step.Code;
        PartOfSum part = new(CutsSums(rows, products) ? rows : 1);
        const string samples = "for (int n = 0; n < count; n++)";
        using (part.IsAll ? code.Block(samples) : code.Remark("long sums: a row of taps for all pictures, then the next"))
        using (blocks.Open(code))
        {
            foreach (Panels panels in all)
            {
                using (panels.Open(code, what, sharesPanels))
                {
                    if (part.IsAll) emit(panels, part);
                    else
                    {
                        using (code.Block($"for (int tap = 0; tap < {rows}; tap++)")) using (code.Block(samples)) emit(panels, part);
                    }
                }
            }
        }
    }

    private static bool CutsSums(int rows, int products) => rows > 1 && products > LongestSum;

    /// <summary>Either whole sums, or row <c>tap</c> of so many rows of taps, each added to what the ones before have left.</summary>
    private readonly record struct PartOfSum(int Parts)
    {
        public bool IsAll => Parts == 1;

        /// <summary>The statement that computes a block.</summary>
        /// <param name="block">The block, whose outermost loop of the reduction walks through the rows of taps.</param>
        /// <param name="call">Gives the call of a part, that many floats farther in a and in b.</param>
        public string Call(MatrixBlock block, Func<MatrixBlock, string, string, string> call)
        {
            if (IsAll) return call(block, "0", "0");
            ReductionLoop rows = block.Loops[0];
            string a = $"tap * {rows.StrideA}", b = $"tap * {rows.StrideB}";
            MatrixBlock first = block with { Loops = [.. block.Loops.Skip(1)], ClampAtZero = false }, next = first with { Start = TileStart.Sum };
            string start = $"if (tap == 0) {call(first, "0", "0")}";
            return block.ClampAtZero
                ? $"{start} else if (tap < {Parts - 1}) {call(next, a, b)} else {call(next with { ClampAtZero = true }, a, b)}"
                : $"{start} else {call(next, a, b)}";
        }
    }

    /// <summary>Taps and input channels: one run for a row of the kernel, if its pixels lie one after another.</summary>
    private EquatableArray<ReductionLoop> ForwardLoops(Layout from, ConvolutionBlocks blocks, int width)
    {
        ReductionLoop rows = new(KernelHeight, DilationHeight * from.RowStride, KernelWidth * blocks.Inputs * width);
        bool isRun = KernelWidth == 1 || (DilationWidth == 1 && from.PixelStride == blocks.Inputs);
        return isRun
            ? [rows, new ReductionLoop(KernelWidth * blocks.Inputs, 1, width)]
            : [rows, new ReductionLoop(KernelWidth, DilationWidth * from.PixelStride, blocks.Inputs * width), new ReductionLoop(blocks.Inputs, 1, width)];
    }

    private ConvolutionBlocks BlocksFor(int inputs) => ConvolutionBlocks.Of(inputs, OutChannels, Groups);

    /// <summary>Writes a loop over picture rows, several at a time where they are short, and the rest behind it.</summary>
    private static void EmitPixelRows(StepEmitter step, int height, int width, bool isShared, Func<int, string, string> call)
    {
        int together = RowsTogether(height, width), blocks = RowBlocksOf(height, width), whole = blocks * together;
        string advance = together == 1 ? "y++" : $"y += {together}", times = together == 1 ? "" : $" * {together}";
        if (isShared) step.Code.Line($"for (int y = share * {blocks} / shares{times}; y < (share + 1) * {blocks} / shares{times}; {advance}) {call(together, "y")}");
        else if (blocks == 1) step.Code.Line(call(together, "0"));
        else step.Code.Line($"for (int y = 0; y < {whole}; {advance}) {call(together, "y")}");
        if (whole < height) step.Code.Line($"{(isShared ? "if (share == shares - 1) " : "")}{call(height - whole, $"{whole}")}");
    }

    private static int RowsTogether(int height, int width) => Math.Max(1, Math.Min(height, PixelsOfTile / width));

    /// <summary>How many blocks of rows that are computed together a picture has, without the rest behind them.</summary>
    private static int RowBlocksOf(int height, int width) => height / RowsTogether(height, width);

    /// <summary>The position of a picture row.</summary>
    private static string RowAt(string row, int stride) => row == "y" ? $"y * {stride}" : $"{int.Parse(row, CultureInfo.InvariantCulture) * stride}";

    /// <summary>The weights in panels of 32 output channels.</summary>
    /// <param name="Convolution">The convolution.</param>
    /// <param name="Inputs">Its input channels.</param>
    /// <param name="Run">Values of a picture that lie side by side and meet rows of the panel one after another.</param>
    internal sealed record PackForward(Conv2d Convolution, int Inputs, int Run) : Operator
    {
        public override string Formula => "weight as panels of 32 output channels: [panel][tap][input][output]";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => PackTasks(Convolution.OutChannels);

        public override void Emit(StepEmitter step)
        {
            Conv2d conv = Convolution;
            ConvolutionBlocks blocks = conv.BlocksFor(Inputs);
            step.Code.Line(
                $"Packing.ConvolutionForward({step.Inputs[0].Name}, {step.Outputs[0].Name}, outputs: {conv.OutChannels}, inputsPerGroup: {Inputs / conv.Groups}, taps: {conv.Taps}, "
                + $"groups: {conv.Groups}, blocks: {blocks.Count}, {TaskRange(conv.OutChannels)}{Panels.InterleaveArgument(blocks.Outputs, Run, $", run: {Run}")});");
        }
    }

    private static int PackTasks(int outputs) => Math.Min(outputs, 8);

    private static string TaskRange(int outputs)
        => $"first: task * {outputs} / {PackTasks(outputs)}, end: (task + 1) * {outputs} / {PackTasks(outputs)}";
}
