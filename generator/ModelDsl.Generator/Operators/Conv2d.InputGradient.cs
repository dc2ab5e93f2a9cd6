using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>The gradient of the input: a convolution of the output's gradient, for each remainder by the stride with its own taps.</content>
internal sealed partial record Conv2d
{
    /// <summary>Inputs: dy, weight. Output: dx.</summary>
    internal sealed record InputGradient(Conv2d Convolution) : Operator
    {
        public override string Formula => "dx = conv(dy, weight turned round)";

        public override long MultiplyAdds(Node node) => WorkOf(Convolution, node.Inputs[0], node.Output);

        public override int RequiredBorder(Node node, int input)
        {
            if (input != 0 || Convolution.IsDepthwise(node.Output) || IsWinograd(node)) return 0;
            int border = 0;
            foreach (ConvolutionTaps taps in Rows(node.Output.Shape[1])) border = Math.Max(border, taps.BorderFor(node.Inputs[0].Shape[1]));
            foreach (ConvolutionTaps taps in Columns(node.Output.Shape[2])) border = Math.Max(border, taps.BorderFor(node.Inputs[0].Shape[2]));
            return border;
        }

        public override int ScratchFloats(Node node) => IsWinograd(node) ? WinogradProduct.ScratchFloats(WinogradProduct.TilesOf(node.Output), node.Inputs[0].Shape[0]) : 0;

        public override int WantedSamples(Node node) => IsWinograd(node) ? WinogradProduct.WantedSamples(node.Output) : 1;

        public override int Shares(Node node)
            => Convolution.IsDepthwise(node.Output) ? 1
                : IsWinograd(node) ? WinogradProduct.Shares(node.Output)
                : LeavesPixels(node.Output) ? 1 // all pixels become zero before
                : DirectShares(node.Output).Count;

        private ConvolutionShares DirectShares(Value dx)
        {
            ConvolutionBlocks blocks = Convolution.BlocksFor(dx.Shape[0]);
            IEnumerable<int> rowBlocks = from rows in Rows(dx.Shape[1]) from columns in Columns(dx.Shape[2]) select RowBlocksOf(rows.Positions, columns.Positions);
            return ConvolutionShares.Of(blocks, Layout.RoundUp(blocks.Inputs), rowBlocks.Min());
        }

        /// <summary>Whether the stride leaves pixels that no output depends on.</summary>
        private bool LeavesPixels(Value dx) => Rows(dx.Shape[1]).Concat(Columns(dx.Shape[2])).Any(taps => taps.Taps.Count == 0);

        private bool IsWinograd(Node node) => Convolution.IsWinograd(node.Output, node.Inputs[0]);

        public override void Lower(Lowering lowering)
        {
            if (Convolution.IsDepthwise(lowering.Node.Output))
            {
                lowering.PackInput(1, new PackDepthwise(Convolution), Convolution.DepthwiseFloats);
                lowering.Keep();
                return;
            }
            int inputs = lowering.Node.Output.Shape[0];
            if (IsWinograd(lowering.Node))
            {
                WinogradTiles cut = WinogradProduct.TilesOf(lowering.Node.Output);
                lowering.PackInput(1, new PackWinograd(cut, Convolution.OutChannels, inputs, IsBackward: true), WinogradProduct.WeightFloats(cut, Convolution.OutChannels, inputs));
                lowering.Keep();
                return;
            }
            ConvolutionBlocks blocks = Convolution.BlocksFor(inputs);
            lowering.PackInput(1, new PackBackward(this, lowering.Node.Output.Shape[1], lowering.Node.Output.Shape[2], inputs), blocks.Count * Convolution.Taps * blocks.Outputs * Layout.RoundUp(blocks.Inputs));
            lowering.Keep();
        }

        public override void Emit(StepEmitter step)
        {
            Value dy = step.Inputs[0], weight = step.Inputs[1], dx = step.Outputs[0];
            if (Convolution.IsDepthwise(dx))
            {
                Convolution.EmitDepthwiseInputGradient(step);
                return;
            }
            if (IsWinograd(step.Node))
            {
                new WinogradProduct(dy, weight, dx, ConvolutionChoice.Taps - 1 - Convolution.PaddingHeight, Bias: null, ClampsAtZero: false).Emit(step);
                return;
            }
            Layout from = dy.Layout!, to = dx.Layout!;
            ConvolutionBlocks blocks = Convolution.BlocksFor(dx.Shape[0]);
            int rounded = Layout.RoundUp(blocks.Inputs), blockFloats = Convolution.Taps * blocks.Outputs * rounded;
            bool sharesRows = step.IsShared && DirectShares(dx).AreRows, sharesPanels = step.IsShared && !sharesRows;
            if (sharesPanels) step.SharePanels(Panels.CountOf(rounded));
            if (LeavesPixels(dx))
            {
                step.Code.Line($"{dx.Name}.Clear(); // the stride leaves pixels that no output depends on");
            }
            else
            {
                step.ClearBorder(dx);
                if (blocks.Count > 1) step.ClearPads(dx);
            }

            var classes = (from rows in Rows(to.Height) from columns in Columns(to.Width) select (Rows: rows, Columns: columns, Taps: rows.Taps.Count * columns.Taps.Count)).ToList();
            // All classes of a picture, one after another, or each of them for all pictures where it computes its sums in parts.
            bool isCut = classes.Any(each => CutsSums(each.Rows.Taps.Count, each.Taps * blocks.Outputs));
            using (isCut ? step.Code.Remark("each remainder by the stride for itself") : step.Code.Block("for (int n = 0; n < count; n++)"))
            using (isCut ? step.Code.Remark("with its own taps") : blocks.Open(step.Code))
            {
                int before = 0;
                foreach ((ConvolutionTaps rows, ConvolutionTaps columns, int taps) in classes)
                {
                    int at = before * blocks.Outputs * rounded;
                    before += taps;
                    if (taps == 0) continue;
                    if (isCut)
                    {
                        EmitSums(step, blocks, Panels.Of(blocks.Inputs), "input channels", sharesPanels, rows.Taps.Count, taps * blocks.Outputs, (panels, part) => EmitPanel(rows, columns, at, panels, part));
                        continue;
                    }
                    foreach (Panels panels in Panels.Of(blocks.Inputs))
                    {
                        using (panels.Open(step.Code, "input channels", sharesPanels)) EmitPanel(rows, columns, at, panels, new PartOfSum(1));
                    }
                }
            }

            void EmitPanel(ConvolutionTaps rows, ConvolutionTaps columns, int classAt, Panels panels, PartOfSum partOfSum)
            {
                int taps = rows.Taps.Count * columns.Taps.Count;
                int start = from.First + rows.FirstOffset * from.RowStride + columns.FirstOffset * from.PixelStride;
                int target = to.First + rows.Remainder * to.RowStride + columns.Remainder * to.PixelStride;
                EmitPixelRows(step, rows.Positions, columns.Positions, sharesRows, (height, row) =>
                {
                    (int written, int pads) = blocks.Written(panels);
                    MatrixBlock block = new(
                        new RowGrid(
                            height, from.RowStride, Convolution.StrideHeight * to.RowStride,
                            columns.Positions, from.PixelStride, Convolution.StrideWidth * to.PixelStride),
                        written,
                        Loops(from, rows, columns, blocks.Outputs, panels.Width),
                        TileStart.Zero,
                        Pads: pads,
                        Interleave: panels.Interleave(blocks.Inputs, run: blocks.Outputs));
                    return partOfSum.Call(block, (part, tapA, tapB) => step.Tiles.Call(
                        part,
                        StepEmitter.Element(dy, $"n * {StepEmitter.Size(dy)}", blocks.At(blocks.Outputs), RowAt(row, from.RowStride), $"{start}", tapA),
                        StepEmitter.Element(weight, blocks.At(blockFloats), $"{classAt}", panels.Column(taps * blocks.Outputs), tapB),
                        StepEmitter.Element(
                            dx, $"n * {StepEmitter.Size(dx)}", blocks.At(blocks.Inputs), RowAt(row, Convolution.StrideHeight * to.RowStride), $"{target}", panels.Column())));
                });
            }
        }

        public IReadOnlyList<ConvolutionTaps> Rows(int height)
            => ConvolutionTaps.Of(height, Convolution.KernelHeight, Convolution.StrideHeight, Convolution.PaddingHeight, Convolution.DilationHeight);

        public IReadOnlyList<ConvolutionTaps> Columns(int width)
            => ConvolutionTaps.Of(width, Convolution.KernelWidth, Convolution.StrideWidth, Convolution.PaddingWidth, Convolution.DilationWidth);

        private static EquatableArray<ReductionLoop> Loops(Layout from, ConvolutionTaps rows, ConvolutionTaps columns, int outputs, int width)
        {
            int count = columns.Taps.Count;
            ReductionLoop outer = new(rows.Taps.Count, rows.OffsetStep * from.RowStride, count * outputs * width);
            bool isRun = count == 1 || (columns.OffsetStep == 1 && from.PixelStride == outputs);
            return isRun
                ? [outer, new ReductionLoop(count * outputs, 1, width)]
                : [outer, new ReductionLoop(count, columns.OffsetStep * from.PixelStride, outputs * width), new ReductionLoop(outputs, 1, width)];
        }
    }

    /// <summary>The weights in panels of 32 input channels, the taps in the order in which the tiles of <see cref="InputGradient"/> meet them.</summary>
    internal sealed record PackBackward(InputGradient Gradient, int Height, int Width, int Inputs) : Operator
    {
        public override string Formula => "weight as panels of 32 input channels: [class][panel][tap][output][input]";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => PackTasks(Gradient.Convolution.OutChannels);

        public override void Emit(StepEmitter step)
        {
            Conv2d conv = Gradient.Convolution;
            ConvolutionBlocks blocks = conv.BlocksFor(Inputs);
            List<int> order = [], lengths = [];
            foreach (ConvolutionTaps rows in Gradient.Rows(Height))
            {
                foreach (ConvolutionTaps columns in Gradient.Columns(Width))
                {
                    lengths.Add(rows.Taps.Count * columns.Taps.Count);
                    order.AddRange(from row in rows.Taps from column in columns.Taps select row * conv.KernelWidth + column);
                }
            }
            step.Code.Line($"ReadOnlySpan<int> order = [{string.Join(", ", order)}];");
            step.Code.Line($"ReadOnlySpan<int> classLengths = [{string.Join(", ", lengths)}];");
            step.Code.Line(
                $"Packing.ConvolutionBackward({step.Inputs[0].Name}, {step.Outputs[0].Name}, outputs: {conv.OutChannels}, inputsPerGroup: {Inputs / conv.Groups}, taps: {conv.Taps}, "
                + $"groups: {conv.Groups}, blocks: {blocks.Count}, order, classLengths, {TaskRange(conv.OutChannels)}{Panels.InterleaveArgument(blocks.Inputs, blocks.Outputs)});");
        }
    }

    /// <summary>Multiply-adds of a convolution or of one of its gradients, for one sample.</summary>
    private static long WorkOf(Conv2d conv, Value output, Value input)
        => output.Shape.Count * (input.Shape[0] / conv.Groups) * conv.Taps;
}
