using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Forward: packed weights, tiles over rows.</content>
internal sealed partial record Linear : IFusesActivation
{
    /// <summary>Whether ReLU is applied before the sums are stored.</summary>
    public bool ClampsAtZero { get; init; }

    /// <summary>Whether the layer is computed for the whole batch at once: see <see cref="LinearGeometry.IsWide"/>.</summary>
    public bool IsWide { get; init; }

    /// <summary>
    /// Whether weights are packed part by part, where the batch meets them: they change in every step, and all of them packed would go out to memory and
    /// come back.
    /// </summary>
    public bool PacksParts { get; init; }

    /// <summary>Whether the outputs are dot products along the rows of the weight: see <see cref="LinearGeometry.HasFewOutputs"/>.</summary>
    public bool IsNarrow { get; init; }

    public override Domain Domain => IsWide ? Domain.Tasks : Domain.Samples;

    public override bool SpansBatch => IsWide;

    public override int TaskCount(Node node) => IsWide ? WideProduct.TaskCount(OutFeatures) : 1;

    public override int ScratchFloats(Node node) => PacksParts ? WideProduct.PackedFloats(FeaturesOf(node.Inputs[0])) : 0;

    public Operator FuseReLU() => this with { ClampsAtZero = true };

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override bool KeepsOrder => false;

    public override void Differentiate(Differentiation gradient)
    {
        Value x = gradient.Node.Inputs[0], weight = gradient.Node.Inputs[1], dy = gradient.OutputGradient;
        if (gradient.Needs(2)) BiasGradient.Add(gradient, 2);
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new InputGradient(), 0, dy, weight));
        if (!gradient.Needs(1)) return;
        Value dweight = gradient.ParameterGradient(1);
        gradient.AddNode(new WeightGradient(), dweight.Name, [x, dy], [dweight]);
    }

    public override void Lower(Lowering lowering)
    {
        LinearGeometry geometry = LinearGeometry.Of(lowering.Node.Inputs[0], lowering.Node.Output);
        if (geometry.HasFewOutputs(OutFeatures))
        {
            lowering.Node.Operator = this with { IsNarrow = true };
            lowering.Keep();
            return;
        }
        // Where pixels have pad lanes, sums are not one run.
        bool isWide = geometry.IsWide(OutFeatures) && IsRun(geometry), packsParts = isWide && lowering.IsTraining && geometry.Pixels == 1;
        // Tiles of a part do not know where its sums end.
        int interleave = isWide ? 1 : Panels.InterleaveOf(OutFeatures, geometry.Channels);
        if (!packsParts) lowering.PackInput(1, new PackForward(OutFeatures, geometry.Channels, geometry.Pixels, interleave), geometry.Features * Layout.RoundUp(OutFeatures));
        lowering.Node.Operator = this with { IsWide = isWide, PacksParts = packsParts };
        lowering.Keep();
    }

    public override void Emit(StepEmitter step)
    {
        Value x = step.Inputs[0], weight = step.Inputs[1], y = step.Outputs[0];
        LinearGeometry geometry = LinearGeometry.Of(x, y);
        if (IsWide)
        {
            new WideProduct(
                x, geometry.InputStride, weight, PacksParts ? new PanelPacking("LinearForwardPart", $"outputs: {OutFeatures}, inputs: {geometry.Features}") : null,
                y, geometry.OutputStride, OutFeatures, geometry.Features, Bias ? step.Inputs[2] : null, ClampsAtZero).Emit(step, geometry.Rows("BatchSize"));
            return;
        }
        if (IsNarrow)
        {
            string bias = Bias ? step.Inputs[2].Name : "default", clamps = ClampsAtZero ? "true" : "false";
            step.Code.Line(
                $"Matrices.Dots({x.Name}, {geometry.InputStride}, {weight.Name}, {bias}, {y.Name}, {geometry.OutputStride}, "
                + $"outputs: {OutFeatures}, length: {geometry.Features}, clampsAtZero: {clamps});");
            return;
        }
        foreach (Panels panels in Panels.Of(OutFeatures))
        {
            using (panels.Open(step.Code, "outputs")) RowBlocks.Emit(step, geometry.Rows("count"), (rows, row) => Call(panels, rows, row), leavesLast: panels.Pairs is not null);
            if (panels.Pairs is not { } pairs) continue;
            using (pairs.Open(step.Code, "outputs")) RowBlocks.EmitLast(step, geometry.Rows("count"), (rows, row) => Call(pairs, rows, row));
        }

        string Call(Panels panels, int rows, string row)
        {
            int width = Math.Min(panels.Width, Panels.Full);
            EquatableArray<ReductionLoop> loops = IsRun(geometry)
                ? [new ReductionLoop(geometry.Features, 1, width)]
                : [new ReductionLoop(geometry.Pixels, geometry.PixelStride, geometry.Channels * width), new ReductionLoop(geometry.Channels, 1, width)];
            MatrixBlock block = new(
                RowGrid.Line(rows, geometry.InputStride, geometry.OutputStride), panels.Width, loops, Bias ? TileStart.Bias : TileStart.Zero, ClampsAtZero,
                PanelB: geometry.Features * Panels.Full, panels.Pads, panels.Interleave(OutFeatures, geometry.Channels));
            return step.Tiles.Call(
                block,
                StepEmitter.Element(x, $"{row} * {geometry.InputStride}"),
                StepEmitter.Element(weight, panels.Column(geometry.Features)),
                StepEmitter.Element(y, $"{row} * {geometry.OutputStride}", panels.Column()),
                Bias ? StepEmitter.Element(step.Inputs[2], panels.Column()) : null);
        }
    }

    /// <summary>Whether the features of a row lie one after another.</summary>
    private static bool IsRun(LinearGeometry geometry) => geometry.Pixels == 1 || geometry.Channels == geometry.PixelStride;

    /// <summary>The weights in panels of 32 outputs.</summary>
    internal sealed record PackForward(int OutFeatures, int Channels, int Pixels, int Interleave) : Operator
    {
        public override string Formula => "weight as panels of 32 outputs";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => Panels.CountOf(OutFeatures);

        public override void Emit(StepEmitter step) => step.Code.Line(
            $"Packing.LinearForward({step.Inputs[0].Name}, {step.Outputs[0].Name}, {OutFeatures}, channels: {Channels}, pixels: {Pixels}, panel: task{(Interleave > 1 ? $", interleave: {Interleave}" : "")});");
    }
}
