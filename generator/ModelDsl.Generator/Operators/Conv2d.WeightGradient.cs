using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>
/// The gradient of the weight: sums over all pixels of all samples, in fixed parts of the batch that are added up in order. Where a part's sums are small, each piece adds to them while
/// what it has computed is in the cache. Large ones would be read and written too often: they wait until all pieces are done, and walk through those once.
/// </content>
internal sealed partial record Conv2d
{
    /// <summary>Inputs: x, dy. Output: the gradient of the weight.</summary>
    internal sealed record WeightGradient(Conv2d Convolution) : Operator
    {
        private const int WantedTasks = 16;

        public override string Formula => "dweight = Σ over samples and pixels of x at the tap · dy";

        public override Domain Domain => Domain.Samples;

        public override Domain DomainOf(Node node) => AddsToPart(node) ? Domain.Samples : Domain.Tasks;

        /// <summary>Whether a part's sums take no more memory than the pictures that a piece would leave for later.</summary>
        public override bool AddsToPart(Node node)
        {
            (Value x, Value dy) = (node.Inputs[0], node.Inputs[1]);
            if (Convolution.IsDepthwise(x)) return true;
            if (!IsWinograd(node)) return Fits(PartFloats(Convolution.BlocksFor(x.Shape[0])));
            WinogradGradient winograd = WinogradGradient.Of(Convolution, x, dy);
            return winograd.Blocks == 1 && Fits(winograd.PartFloats);

            bool Fits(int floats) => floats <= Scheduler.SmallestPiece * (FloatsOf(x) + FloatsOf(dy));

            static long FloatsOf(Value picture) => (long)Layout.RoundUp(picture.Shape[0]) * picture.Shape[1] * picture.Shape[2];
        }

        public override int Shares(Node node)
            => !AddsToPart(node) || Convolution.IsDepthwise(node.Inputs[0]) ? 1
                : IsCopied(node) ? CopiedOf(node).Blocks
                : IsWinograd(node) ? WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]).Shares
                : Panels.CountOf(Convolution.BlocksFor(node.Inputs[0].Shape[0]).Outputs);

        public override long MultiplyAdds(Node node) => WorkOf(Convolution, node.Inputs[1], node.Inputs[0]);

        public override int RequiredBorder(Node node, int input) => input == 0 && !IsDirect(node) ? 0 : input == 0 ? Math.Max(Convolution.PaddingHeight, Convolution.PaddingWidth) : 0;

        public override int ScratchFloats(Node node)
            => IsWinograd(node) ? WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]).ScratchFloats
                : IsCopied(node) ? CopiedOf(node).ScratchFloats
                : 0;

        private bool IsWinograd(Node node) => Convolution.IsWinograd(node.Inputs[0], node.Inputs[1]);

        private bool IsCopied(Node node)
            => IsDirect(node) && Convolution.BlocksFor(node.Inputs[0].Shape[0]).Count == 1 && CopiedGradient.Suits(node.Inputs[0], node.Inputs[1]);

        private CopiedGradient CopiedOf(Node node) => new(Convolution, node.Inputs[0], node.Inputs[1]);

        private bool IsDirect(Node node) => !Convolution.IsDepthwise(node.Inputs[0]) && !IsWinograd(node);

        public override int TaskCount(Node node)
            => IsWinograd(node) ? WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]).Tasks
                : IsCopied(node) ? CopiedOf(node).Tasks * CopiedOf(node).TaskParts
                : PartsOf(node) * PanelsOf(node);

        public override void Lower(Lowering lowering)
        {
            Node node = lowering.Node;
            if (Convolution.IsDepthwise(node.Inputs[0]))
            {
                lowering.KeepAndUnpackOutput(0, new UnpackDepthwise(Convolution), Parts.Most * Convolution.DepthwiseFloats);
                return;
            }
            int inputs = node.Inputs[0].Shape[0];
            if (IsWinograd(node))
            {
                WinogradGradient gradient = WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]);
                int parts = AddsToPart(node) ? Parts.Most : gradient.TaskParts;
                lowering.KeepAndUnpackOutput(0, new UnpackWinograd(gradient, parts), parts * gradient.PartFloats);
                return;
            }
            lowering.KeepAndUnpackOutput(0, new UnpackGradient(Convolution, inputs, PartsOf(node)), PartsOf(node) * PartFloats(Convolution.BlocksFor(inputs)));
        }

        public override void Emit(StepEmitter step)
        {
            Value x = step.Inputs[0], dy = step.Inputs[1], dweight = step.Outputs[0];
            ConvolutionBlocks blocks = Convolution.BlocksFor(x.Shape[0]);
            int rowStride = Layout.RoundUp(blocks.Outputs), parts = PartsOf(step.Node);
            int panelCount = Panels.CountOf(rowStride);
            if (IsWinograd(step.Node))
            {
                WinogradGradient gradient = WinogradGradient.Of(Convolution, x, dy);
                if (AddsToPart(step.Node)) gradient.EmitPiece(step);
                else gradient.EmitTasks(step);
                return;
            }
            if (Convolution.IsDepthwise(x))
            {
                Convolution.EmitDepthwiseWeightGradient(step);
                return;
            }
            if (IsCopied(step.Node))
            {
                if (AddsToPart(step.Node)) CopiedOf(step.Node).EmitPiece(step);
                else CopiedOf(step.Node).EmitTasks(step);
                return;
            }
            if (AddsToPart(step.Node))
            {
                EmitPiece(step, x, dy, blocks, rowStride);
                return;
            }
            step.Code.Line($"// A task has one of up to {parts} parts of the pieces and one panel of output channels.");
            step.Code.Line($"int part = task % {parts}, panelOfBlock = task / {parts} % {panelCount}, g = task / {parts * panelCount};");
            step.Code.Line($"int parts = Math.Min({parts}, PieceCount);");
            step.Code.Line("if (part >= parts) return;");
            step.Code.Line($"Span<float> sums = {dweight.Name}.Slice(part * {PartFloats(blocks)} + g * {Convolution.Taps * blocks.Inputs * rowStride}, {Convolution.Taps * blocks.Inputs * rowStride});");
            step.Code.Line("int begin = part * PieceCount / parts, end = (part + 1) * PieceCount / parts;");
            foreach (Panels panels in Panels.Of(blocks.Outputs))
            {
                string condition = panels.First > 0 ? $"if (panelOfBlock == {panels.First / Panels.Full})"
                    : panels.Count < panelCount ? $"if (panelOfBlock < {panels.Count})" : "// columns of this panel";
                using (step.Code.Block(condition)) EmitPanel(step, x, dy, blocks, panels, rowStride);
            }
        }

        /// <summary>One piece, added to the sums of its part.</summary>
        private void EmitPiece(StepEmitter step, Value x, Value dy, ConvolutionBlocks blocks, int rowStride)
        {
            CodeWriter code = step.Code;
            int rows = Convolution.Taps * blocks.Inputs;
            code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice(PartOf(first) * {PartFloats(blocks)}, {PartFloats(blocks)});");
            if (step.IsShared) step.SharePanels(Panels.CountOf(blocks.Outputs));
            else code.Line("if (BeginsPart(first)) sums.Clear();");
            using (blocks.Open(code))
            {
                foreach (Panels panels in Panels.Of(blocks.Outputs))
                {
                    using (panels.Open(code, "output channels", step.IsShared))
                    {
                        string start = CodeWriter.Sum(blocks.At(rows * rowStride), panels.Column());
                        if (step.IsShared)
                        {
                            using (code.Block("if (BeginsPart(first))"))
                                code.Line($"for (int row = 0; row < {rows}; row++) sums.Slice({CodeWriter.Sum(start, $"row * {rowStride}")}, {panels.Width}).Clear();");
                        }
                        EmitSamples(step, x, dy, blocks, panels, rowStride, blocks.Count == 1 ? "" : "g", panels.Column(), start);
                    }
                }
            }
        }

        /// <summary>Some panels of one block, over all pieces of a part.</summary>
        private void EmitPanel(StepEmitter step, Value x, Value dy, ConvolutionBlocks blocks, Panels panels, int rowStride)
        {
            step.Code.Line($"for (int row = 0; row < {Convolution.Taps * blocks.Inputs}; row++) sums.Slice(row * {rowStride} + panelOfBlock * {Panels.Full}, {panels.Width}).Clear();");
            using (step.Code.Block("for (int p = begin; p < end; p++)"))
            {
                step.Code.Line($"Span<float> {x.Name} = {StepEmitter.InPiece(x)}, {dy.Name} = {StepEmitter.InPiece(dy)};");
                step.Code.Line("int count = CountOf(p);");
                EmitSamples(step, x, dy, blocks, panels, rowStride, "g", $"panelOfBlock * {Panels.Full}", $"panelOfBlock * {Panels.Full}");
            }
        }

        /// <summary>The samples of a piece, added to one panel of one block.</summary>
        /// <param name="step">The step.</param>
        /// <param name="x">The picture.</param>
        /// <param name="dy">The gradient of the output.</param>
        /// <param name="blocks">The blocks.</param>
        /// <param name="panels">The panel is one of these.</param>
        /// <param name="rowStride">Floats from one row of the sums to the next.</param>
        /// <param name="group">The number of the block, or nothing where there is but one.</param>
        /// <param name="column">The panel's first column.</param>
        /// <param name="start">The panel's place in <c>sums</c>.</param>
        private void EmitSamples(StepEmitter step, Value x, Value dy, ConvolutionBlocks blocks, Panels panels, int rowStride, string group, string column, string start)
        {
            Conv2d conv = Convolution;
            Layout from = x.Layout!, by = dy.Layout!;
            int inside = (from.Border - conv.PaddingHeight) * from.RowStride + (from.Border - conv.PaddingWidth) * from.PixelStride;
            bool isRun = conv.KernelWidth == 1 || (conv.DilationWidth == 1 && from.PixelStride == blocks.Inputs);
            // A row of taps is one run of rows of the sum where its pixels lie one after another; all taps are one grid of rows then.
            RowGrid rows = isRun
                ? new RowGrid(conv.KernelHeight, conv.DilationHeight * from.RowStride, conv.KernelWidth * blocks.Inputs * rowStride, conv.KernelWidth * blocks.Inputs, 1, rowStride)
                : new RowGrid(conv.KernelWidth, conv.DilationWidth * from.PixelStride, blocks.Inputs * rowStride, blocks.Inputs, 1, rowStride);
            MatrixBlock block = new(
                rows,
                panels.Width,
                [new ReductionLoop(by.Height, conv.StrideHeight * from.RowStride, by.RowStride), new ReductionLoop(by.Width, conv.StrideWidth * from.PixelStride, by.PixelStride)],
                TileStart.Sum,
                Pads: panels.Pads);
            string[] at = [$"n * {StepEmitter.Size(x)}", Block(blocks.Inputs), $"{inside}"];
            string a = StepEmitter.Element(x, at), b = StepEmitter.Element(dy, $"n * {StepEmitter.Size(dy)}", Block(blocks.Outputs), $"{by.First}", column);
            using (step.Code.Block("for (int n = 0; n < count; n++)"))
            {
                if (isRun)
                {
                    step.Code.Line(step.Tiles.Call(block, a, b, $"sums[{start}]"));
                    return;
                }
                using (step.Code.Block($"for (int ky = 0; ky < {conv.KernelHeight}; ky++)"))
                {
                    step.Code.Line(step.Tiles.Call(
                        block,
                        StepEmitter.Element(x, [.. at, $"ky * {conv.DilationHeight * from.RowStride}"]),
                        b,
                        $"sums[{CodeWriter.Sum($"ky * {conv.KernelWidth * blocks.Inputs * rowStride}", start)}]"));
                }
            }

            string Block(int channels) => group.Length == 0 ? "" : $"{group} * {channels}";
        }

        /// <summary>Floats of one part of the sums: [block][tap][input][output].</summary>
        private int PartFloats(ConvolutionBlocks blocks) => blocks.Count * Convolution.Taps * blocks.Inputs * Layout.RoundUp(blocks.Outputs);

        private int PanelsOf(Node node)
        {
            ConvolutionBlocks blocks = Convolution.BlocksFor(node.Inputs[0].Shape[0]);
            return blocks.Count * Panels.CountOf(Layout.RoundUp(blocks.Outputs));
        }

        /// <summary>Parts of the batch that are summed apart, so that narrow layers give work to several workers: a constant, whatever the workers.</summary>
        private int PartsOf(Node node) => AddsToPart(node) ? Parts.Most : IsCopied(node) ? CopiedOf(node).TaskParts : Math.Min(Parts.Most, Math.Max(1, WantedTasks / PanelsOf(node)));
    }

    /// <summary>Adds up the parts of the weight's gradient, in PyTorch's layout.</summary>
    internal sealed record UnpackGradient(Conv2d Convolution, int Inputs, int Parts) : Operator
    {
        public override string Formula => $"weight's gradient as [output, input, tap]{(Parts > 1 ? $", the {Parts} parts added up" : "")}";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => PackTasks(Convolution.OutChannels);

        public override void Emit(StepEmitter step)
        {
            Conv2d conv = Convolution;
            step.Code.Line(
                $"Packing.ConvolutionGradient({step.Inputs[0].Name}, {step.Outputs[0].Name}, parts: Math.Min({Parts}, PieceCount), outputs: {conv.OutChannels}, inputsPerGroup: {Inputs / conv.Groups}, taps: {conv.Taps}, "
                + $"groups: {conv.Groups}, blocks: {conv.BlocksFor(Inputs).Count}, {TaskRange(conv.OutChannels)});");
        }
    }
}
