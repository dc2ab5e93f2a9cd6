using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>The gradient of the weight: sums over all pixels of all samples, in fixed parts that are added up in order.</content>
internal sealed partial record Conv2d
{
    /// <summary>Inputs: x, dy. Output: the gradient of the weight.</summary>
    internal sealed record WeightGradient(Conv2d Convolution) : Operator
    {
        private const int WantedTasks = 16;
        private const int MostParts = 8;

        public override string Formula => "dweight = Σ over samples and pixels of x at the tap · dy";

        public override Domain Domain => Domain.Tasks;

        public override long MultiplyAdds(Node node) => WorkOf(Convolution, node.Inputs[1], node.Inputs[0]);

        public override int RequiredBorder(Node node, int input) => input == 0 && !IsDirect(node) ? 0 : input == 0 ? Math.Max(Convolution.PaddingHeight, Convolution.PaddingWidth) : 0;

        public override int ScratchFloats(Node node) => IsWinograd(node) ? WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]).ScratchFloats : 0;

        private bool IsWinograd(Node node) => Convolution.IsWinograd(node.Inputs[0], node.Inputs[1]);

        private bool IsDirect(Node node) => !Convolution.IsDepthwise(node.Inputs[0]) && !IsWinograd(node);

        public override int TaskCount(Node node)
            => IsWinograd(node) ? WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]).Tasks : PartsOf(node) * (Convolution.IsDepthwise(node.Inputs[0]) ? 1 : PanelsOf(node));

        public override void Lower(Lowering lowering)
        {
            Node node = lowering.Node;
            if (Convolution.IsDepthwise(node.Inputs[0]))
            {
                lowering.KeepAndUnpackOutput(0, new UnpackDepthwise(Convolution), DepthwiseParts * Convolution.DepthwiseFloats);
                return;
            }
            int inputs = node.Inputs[0].Shape[0];
            if (IsWinograd(node))
            {
                WinogradGradient gradient = WinogradGradient.Of(Convolution, node.Inputs[0], node.Inputs[1]);
                lowering.KeepAndUnpackOutput(0, new UnpackWinograd(gradient), gradient.Floats);
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
                WinogradGradient.Of(Convolution, x, dy).Emit(step);
                return;
            }
            if (Convolution.IsDepthwise(x))
            {
                Convolution.EmitDepthwiseWeightGradient(step);
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

        private void EmitPanel(StepEmitter step, Value x, Value dy, ConvolutionBlocks blocks, Panels panels, int rowStride)
        {
            Conv2d conv = Convolution;
            Layout from = x.Layout!, by = dy.Layout!;
            int start = (from.Border - conv.PaddingHeight) * from.RowStride + (from.Border - conv.PaddingWidth) * from.PixelStride;
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
            string a = CodeWriter.Sum($"n * {StepEmitter.Size(x)}", $"g * {blocks.Inputs}", $"{start}");
            string b = $"{dy.Name}[{CodeWriter.Sum($"n * {StepEmitter.Size(dy)}", $"g * {blocks.Outputs}", $"{by.First}", $"panelOfBlock * {Panels.Full}")}]";

            step.Code.Line($"for (int row = 0; row < {conv.Taps * blocks.Inputs}; row++) sums.Slice(row * {rowStride} + panelOfBlock * {Panels.Full}, {panels.Width}).Clear();");
            using (step.Code.Block("for (int p = begin; p < end; p++)"))
            {
                step.Code.Line($"Span<float> {x.Name} = {StepEmitter.InPiece(x)}, {dy.Name} = {StepEmitter.InPiece(dy)};");
                step.Code.Line("int count = CountOf(p);");
                using (step.Code.Block("for (int n = 0; n < count; n++)"))
                {
                    if (isRun)
                    {
                        step.Code.Line(step.Tiles.Call(block, $"{x.Name}[{a}]", b, $"sums[panelOfBlock * {Panels.Full}]"));
                        return;
                    }
                    using (step.Code.Block($"for (int ky = 0; ky < {conv.KernelHeight}; ky++)"))
                    {
                        step.Code.Line(step.Tiles.Call(
                            block, $"{x.Name}[{a} + ky * {conv.DilationHeight * from.RowStride}]", b, $"sums[ky * {conv.KernelWidth * blocks.Inputs * rowStride} + panelOfBlock * {Panels.Full}]"));
                    }
                }
            }
        }

        /// <summary>Floats of one part of the sums: [block][tap][input][output].</summary>
        private int PartFloats(ConvolutionBlocks blocks) => blocks.Count * Convolution.Taps * blocks.Inputs * Layout.RoundUp(blocks.Outputs);

        private int PanelsOf(Node node)
        {
            ConvolutionBlocks blocks = Convolution.BlocksFor(node.Inputs[0].Shape[0]);
            return blocks.Count * Panels.CountOf(Layout.RoundUp(blocks.Outputs));
        }

        /// <summary>Parts of the batch that are summed apart, so that narrow layers give work to several workers: a constant, whatever the workers.</summary>
        private int PartsOf(Node node) => Convolution.IsDepthwise(node.Inputs[0]) ? DepthwiseParts : Math.Min(MostParts, Math.Max(1, WantedTasks / PanelsOf(node)));
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
