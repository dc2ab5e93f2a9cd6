using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Backward: the gradient of the input, and what reorders weights.</content>
internal sealed partial record Linear
{
    /// <summary>Inputs: dy, weight. Output: dx, in x's layout.</summary>
    internal sealed record InputGradient : Operator
    {
        /// <summary>Whether it is computed for the whole batch at once: see <see cref="LinearGeometry.IsWide"/>.</summary>
        public bool IsWide { get; init; }

        public override string Formula => "dx = dy · weight";

        public override Domain Domain => IsWide ? Domain.Tasks : Domain.Samples;

        public override bool SpansBatch => IsWide;

        public override int TaskCount(Node node) => IsWide ? WideProduct.TaskCount(LinearGeometry.Of(node.Output, node.Inputs[0]).UsedColumns) : 1;

        public override int ScratchFloats(Node node) => IsWide ? WideProduct.PackedFloats(FeaturesOf(node.Inputs[0])) : 0;

        public override long MultiplyAdds(Node node) => node.Inputs[0].Shape.Count * node.Output.Shape[node.Output.Shape.Rank - 1];

        public override bool AcceptsFlattened(Node node, int input) => true;

        public override void Lower(Lowering lowering)
        {
            LinearGeometry geometry = LinearGeometry.Of(lowering.Node.Output, lowering.Node.Inputs[0]);
            int outputs = FeaturesOf(lowering.Node.Inputs[0]);
            // The whole batch meets panels that are copied part by part, with their pads.
            bool isWide = geometry.IsWide(outputs), copiesParts = isWide && geometry.Pixels == 1;
            if (!geometry.IsPlain && !copiesParts) lowering.PackInput(1, new PackBackward(outputs, geometry), outputs * geometry.Columns);
            lowering.Node.Operator = this with { IsWide = isWide };
            lowering.Keep();
        }

        public override void Emit(StepEmitter step)
        {
            Value dy = step.Inputs[0], weight = step.Inputs[1], dx = step.Outputs[0];
            LinearGeometry geometry = LinearGeometry.Of(dx, dy);
            int outputs = FeaturesOf(dy);
            if (IsWide)
            {
                new WideProduct(
                    dy, geometry.OutputStride, weight, new PanelPacking("LinearBackwardPart", $"rowStride: {(geometry.Pixels == 1 ? geometry.Features : geometry.Columns)}"), dx, geometry.InputStride, geometry.UsedColumns, outputs,
                    Bias: null, ClampsAtZero: false).Emit(step, geometry.Rows("BatchSize"));
                return;
            }
            foreach (Panels panels in Panels.Of(geometry.UsedColumns))
            {
                using (panels.Open(step.Code, "inputs"))
                {
                    RowBlocks.Emit(step, geometry.Rows("count"), (rows, row) =>
                    {
                        MatrixBlock block = new(
                            RowGrid.Line(rows, geometry.OutputStride, geometry.InputStride), panels.Width, [new ReductionLoop(outputs, 1, geometry.Columns)], TileStart.Zero, Pads: panels.Pads,
                            Interleave: panels.Interleave(geometry.UsedColumns, outputs));
                        return step.Tiles.Call(
                            block,
                            StepEmitter.Element(dy, $"{row} * {geometry.OutputStride}"),
                            StepEmitter.Element(weight, panels.Column()),
                            StepEmitter.Element(dx, $"{row} * {geometry.InputStride}", panels.Column()));
                    });
                }
            }
        }
    }

    /// <summary>The weights as rows in the order and with the pads of x.</summary>
    internal sealed record PackBackward(int OutFeatures, LinearGeometry Geometry) : Operator
    {
        public override string Formula => "weight's rows in the order of x";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => Math.Min(OutFeatures, 8);

        public override void Emit(StepEmitter step)
            => EmitRows(step, "LinearBackward", OutFeatures, Geometry, Panels.InterleaveArgument(Geometry.UsedColumns, OutFeatures, $", outputs: {OutFeatures}"));
    }

    /// <summary>The way back of <see cref="PackBackward"/>.</summary>
    internal sealed record UnpackGradient(int OutFeatures, LinearGeometry Geometry) : Operator
    {
        public override string Formula => "weight's gradient in the order of weight";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => Math.Min(OutFeatures, 8);

        public override void Emit(StepEmitter step) => EmitRows(step, "LinearGradient", OutFeatures, Geometry);
    }

    /// <summary>Turns a gradient around that was computed as [inputs, outputs].</summary>
    internal sealed record TurnGradient(int OutFeatures, int InFeatures) : Operator
    {
        public override string Formula => "weight's gradient turned around";

        public override Domain Domain => Domain.Tasks;

        public override void Emit(StepEmitter step)
            => step.Code.Line($"Packing.Transpose({step.Inputs[0].Name}, rowStride: {Layout.RoundUp(OutFeatures)}, {step.Outputs[0].Name}, rows: {InFeatures}, columns: {OutFeatures});");
    }

    private static int FeaturesOf(Value value) => value.Shape[value.Shape.Rank - 1];

    private static void EmitRows(StepEmitter step, string kernel, int outputs, LinearGeometry geometry, string more = "")
    {
        int tasks = step.Node.Operator.TaskCount(step.Node);
        step.Code.Line(
            $"Packing.{kernel}({step.Inputs[0].Name}, {step.Outputs[0].Name}, rowStride: {geometry.Columns}, channels: {geometry.Channels}, pixels: {geometry.Pixels}, "
            + $"pixelStride: {geometry.PixelStride}, first: task * {outputs} / {tasks}, end: (task + 1) * {outputs} / {tasks}{more});");
    }
}
