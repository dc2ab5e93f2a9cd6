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

    /// <summary>Whether ReLU is applied to the sums.</summary>
    public bool ClampsAtZero { get; init; }

    private int Taps => KernelHeight * KernelWidth;

    public Operator FuseReLU() => this with { ClampsAtZero = true };

    public override int RequiredBorder(Node node, int input) => input == 0 && !IsDepthwise(node.Inputs[0]) && !IsWinograd(node) ? Math.Max(PaddingHeight, PaddingWidth) : 0;

    public override int ScratchFloats(Node node) => IsWinograd(node) ? WinogradProduct.ScratchFloats(node.Inputs[0].Shape[0]) : 0;

    public override int WantedSamples(Node node) => IsWinograd(node) ? WinogradProduct.WantedSamples(node.Output) : 1;

    public override void Differentiate(Differentiation gradient)
    {
        Value x = gradient.Node.Inputs[0], weight = gradient.Node.Inputs[1], dy = gradient.OutputGradient;
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new InputGradient(this), 0, dy, weight));
        if (!gradient.NeedsAnyFrom(1)) return;
        Value[] outputs = Bias ? [gradient.ParameterGradient(1), gradient.ParameterGradient(2), BiasGradient.Scratch(gradient, OutChannels)] : [gradient.ParameterGradient(1)];
        gradient.AddNode(new WeightGradient(this), outputs[0].Name, [x, dy], outputs);
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
            lowering.PackInput(1, new PackWinograd(OutChannels, inputs, IsBackward: false), WinogradProduct.WeightFloats(inputs, OutChannels));
            lowering.Keep();
            return;
        }
        ConvolutionBlocks blocks = BlocksFor(inputs);
        lowering.PackInput(1, new PackForward(this, inputs), blocks.Count * Taps * blocks.Inputs * Layout.RoundUp(blocks.Outputs));
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

        step.ClearBorder(y);
        using (step.Code.Block("for (int n = 0; n < count; n++)"))
        using (blocks.Open(step.Code))
        {
            foreach (Panels panels in Panels.Of(Layout.RoundUp(blocks.Outputs)))
            {
                using (panels.Open(step.Code, "output channels"))
                {
                    EmitPixelRows(step, to.Height, to.Width, (height, row) =>
                    {
                        MatrixBlock block = new(
                            new RowGrid(height, StrideHeight * from.RowStride, to.RowStride, to.Width, StrideWidth * from.PixelStride, to.PixelStride),
                            panels.Width,
                            ForwardLoops(from, blocks, panels.Width),
                            Bias ? TileStart.Bias : TileStart.Zero,
                            ClampsAtZero);
                        return step.Tiles.Call(
                            block,
                            StepEmitter.Element(x, $"n * {StepEmitter.Size(x)}", blocks.At(blocks.Inputs), RowAt(row, StrideHeight * from.RowStride), $"{start}"),
                            StepEmitter.Element(weight, blocks.At(blockFloats), panels.Column(Taps * blocks.Inputs)),
                            StepEmitter.Element(y, $"n * {StepEmitter.Size(y)}", blocks.At(blocks.Outputs), RowAt(row, to.RowStride), $"{to.First}", panels.Column()),
                            Bias ? StepEmitter.Element(step.Inputs[2], blocks.At(blocks.Outputs), panels.Column()) : null);
                    });
                }
            }
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
    private static void EmitPixelRows(StepEmitter step, int height, int width, Func<int, string, string> call)
    {
        int together = Math.Max(1, Math.Min(height, PixelsOfTile / width));
        int whole = height / together * together;
        if (whole == together) step.Code.Line(call(together, "0"));
        else step.Code.Line($"for (int y = 0; y < {whole}; {(together == 1 ? "y++" : $"y += {together}")}) {call(together, "y")}");
        if (whole < height) step.Code.Line(call(height - whole, $"{whole}"));
    }

    /// <summary>The position of a picture row.</summary>
    private static string RowAt(string row, int stride) => row == "y" ? $"y * {stride}" : $"{int.Parse(row, CultureInfo.InvariantCulture) * stride}";

    /// <summary>The weights in panels of 32 output channels.</summary>
    internal sealed record PackForward(Conv2d Convolution, int Inputs) : Operator
    {
        public override string Formula => "weight as panels of 32 output channels: [panel][tap][input][output]";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => PackTasks(Convolution.OutChannels);

        public override void Emit(StepEmitter step)
        {
            Conv2d conv = Convolution;
            step.Code.Line(
                $"Packing.ConvolutionForward({step.Inputs[0].Name}, {step.Outputs[0].Name}, outputs: {conv.OutChannels}, inputsPerGroup: {Inputs / conv.Groups}, taps: {conv.Taps}, "
                + $"groups: {conv.Groups}, blocks: {conv.BlocksFor(Inputs).Count}, {TaskRange(conv.OutChannels)});");
        }
    }

    private static int PackTasks(int outputs) => Math.Min(outputs, 8);

    private static string TaskRange(int outputs)
        => $"first: task * {outputs} / {PackTasks(outputs)}, end: (task + 1) * {outputs} / {PackTasks(outputs)}";
}
