using System.Globalization;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Backward: the gradients of the input and the weight.</content>
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

        public override int TaskCount(Node node) => IsWide ? WideProduct.TaskCount(LinearGeometry.Of(node.Output, node.Inputs[0]).Columns) : 1;

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
                    dy, geometry.OutputStride, weight, new PanelPacking("LinearBackwardPart", $"rowStride: {(geometry.Pixels == 1 ? geometry.Features : geometry.Columns)}"), dx, geometry.InputStride, geometry.Columns, outputs,
                    Bias: null, ClampsAtZero: false).Emit(step, geometry.Rows("BatchSize"));
                return;
            }
            foreach (Panels panels in Panels.Of(geometry.Columns))
            {
                using (panels.Open(step.Code, "inputs"))
                {
                    RowBlocks.Emit(step, geometry.Rows("count"), (rows, row) =>
                    {
                        MatrixBlock block = new(
                            RowGrid.Line(rows, geometry.OutputStride, geometry.InputStride), panels.Width, [new ReductionLoop(outputs, 1, geometry.Columns)], TileStart.Zero);
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

        public override void Emit(StepEmitter step) => EmitRows(step, "LinearBackward", OutFeatures, Geometry);
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

    /// <summary>Inputs: x, dy. Output: the gradient of the weight.</summary>
    internal sealed record WeightGradient : Operator
    {
        /// <summary>Enough for panels of their own up to 1,024 inputs: the fewer a task has, the shorter one worker waits for the other at the end.</summary>
        private const int MostTasks = 32;

        /// <summary>Outputs whose gradients meet a panel of inputs while they are in the cache.</summary>
        private const int OutputsAtATime = 256;

        public override string Formula => "dweight = dyᵀ · x";

        public override Domain Domain => Domain.Tasks;

        public override bool SpansBatch => true;

        public override bool AcceptsFlattened(Node node, int input) => input == 0;

        public override long MultiplyAdds(Node node) => node.Inputs[1].Shape.Count * node.Inputs[0].Shape[node.Inputs[0].Shape.Rank - 1];

        /// <summary>Whether it is computed as [inputs, outputs]: see <see cref="LinearGeometry.HasFewInputs"/>.</summary>
        public bool IsTurned { get; init; }

        public override int TaskCount(Node node) => Math.Min(MostTasks, Panels.CountOf(ColumnsOf(node)));

        /// <summary>A last panel that is wider than what is left of a row.</summary>
        public override int ScratchFloats(Node node) => RestOf(node) == 0 ? 0 : PartOf(FeaturesOf(node.Inputs[1])) * Layout.RoundUp(RestOf(node));

        public override void Lower(Lowering lowering)
        {
            Node node = lowering.Node;
            LinearGeometry geometry = LinearGeometry.Of(node.Inputs[0], node.Inputs[1]);
            int outputs = FeaturesOf(node.Inputs[1]);
            if (geometry.Pixels == 1 && !geometry.IsPlain && LinearGeometry.HasFewInputs(geometry.Features, outputs))
            {
                node.Operator = this with { IsTurned = true };
                lowering.KeepAndUnpackOutput(0, new TurnGradient(outputs, geometry.Features), geometry.Features * Layout.RoundUp(outputs));
            }
            else if (geometry.IsPlain || geometry.Pixels == 1) lowering.Keep();
            else lowering.KeepAndUnpackOutput(0, new UnpackGradient(outputs, geometry), outputs * geometry.Columns);
        }

        public override void Emit(StepEmitter step)
        {
            Value x = step.Inputs[0], dy = step.Inputs[1], dweight = step.Outputs[0];
            LinearGeometry geometry = LinearGeometry.Of(x, dy);
            int outputs = FeaturesOf(dy), tasks = TaskCount(step.Node), columns = ColumnsOf(step.Node), rest = RestOf(step.Node);
            int rowStride = rest == 0 ? columns : geometry.Features;
            int rows = IsTurned ? geometry.Features : outputs;
            (Value a, int strideA, Value b, int strideB) = IsTurned
                ? (x, geometry.InputStride, dy, geometry.OutputStride)
                : (dy, geometry.OutputStride, x, geometry.InputStride);
            int total = Panels.CountOf(columns), full = (rest == 0 ? columns : geometry.Features) / Panels.Full;
            step.Code.Line($"// Each task has some of the {total} panels of 32 {(IsTurned ? "outputs" : "inputs")}, and all {rows} {(IsTurned ? "inputs" : "outputs")} of them.");
            step.Code.Line($"int begin = task * {total} / {tasks}, end = (task + 1) * {total} / {tasks};");
            int part = PartOf(rows);
            int whole = rows / part * part;
            if (whole == part) EmitPanels("0", part);
            else using (step.Code.Block($"for (int output = 0; output < {whole}; output += {part})")) EmitPanels("output", part);
            if (whole < rows) EmitPanels($"{whole}", rows - whole);

            void EmitPanels(string output, int count)
            {
                if (full > 0)
                {
                    using (step.Code.Block(full == total ? "for (int panel = begin; panel < end; panel++)" : $"for (int panel = begin; panel < Math.Min(end, {full}); panel++)"))
                        EmitPanel(output, count, "panel * 32", Panels.Full);
                }
                if (full < total)
                {
                    using (step.Code.Block($"if (end == {total})")) EmitLast(output, count, full * Panels.Full);
                }
            }

            void EmitLast(string output, int count, int column)
            {
                int width = columns - column;
                if (rest == 0)
                {
                    EmitPanel(output, count, $"{column}", width);
                    return;
                }
                step.Code.Line($"// The rows have {rest} of its {width} columns.");
                step.Code.Line($"Span<float> panel = Scratch.Slice(0, {count * width});");
                EmitProduct(output, count, $"{column}", width, "panel[0]", width);
                step.Code.Line($"Packing.StoreColumns(panel, {width}, {dweight.Name}.Slice({CodeWriter.Sum(RowAt(output), $"{column}")}), rowStride: {rowStride}, rows: {count}, columns: {rest});");
            }

            void EmitPanel(string output, int count, string column, int width)
                => EmitProduct(output, count, column, width, StepEmitter.Element(dweight, RowAt(output), column), rowStride);

            void EmitProduct(string output, int count, string column, int width, string target, int targetStride)
            {
                MatrixBlock block = new(RowGrid.Line(count, 1, targetStride), width, [new ReductionLoop(0, strideA, strideB)], TileStart.Zero);
                step.Code.Line(step.Tiles.Call(block, StepEmitter.Element(a, output), StepEmitter.Element(b, column), target, count: geometry.Rows("BatchSize")));
            }

            string RowAt(string output) => output == "output" ? $"output * {rowStride}" : $"{int.Parse(output, CultureInfo.InvariantCulture) * rowStride}";
        }

        /// <summary>Whether it will be computed as [inputs, outputs], which reads x value by value: its rows need no pads then.</summary>
        public static bool ReadsValues(Node node) => LinearGeometry.HasFewInputs(FeaturesOf(node.Inputs[0]), FeaturesOf(node.Inputs[1]));

        /// <summary>How many outputs are computed at a time: equal parts of all, but for the last.</summary>
        private static int PartOf(int outputs)
        {
            int parts = (outputs + OutputsAtATime - 1) / OutputsAtATime;
            return (outputs + parts - 1) / parts;
        }

        /// <summary>The columns that are left for a last panel which is wider; 0 where rows are whole vectors, or are unpacked afterwards.</summary>
        private int RestOf(Node node)
        {
            LinearGeometry geometry = LinearGeometry.Of(node.Inputs[0], node.Inputs[1]);
            return IsTurned || geometry.IsPlain || geometry.Pixels > 1 ? 0 : geometry.Features % Panels.Full;
        }

        private int ColumnsOf(Node node) => IsTurned ? Layout.RoundUp(FeaturesOf(node.Inputs[1])) : LinearGeometry.Of(node.Inputs[0], node.Inputs[1]).Columns;
    }

    private static int FeaturesOf(Value value) => value.Shape[value.Shape.Rank - 1];

    private static void EmitRows(StepEmitter step, string kernel, int outputs, LinearGeometry geometry)
    {
        int tasks = step.Node.Operator.TaskCount(step.Node);
        step.Code.Line(
            $"Packing.{kernel}({step.Inputs[0].Name}, {step.Outputs[0].Name}, rowStride: {geometry.Columns}, channels: {geometry.Channels}, pixels: {geometry.Pixels}, "
            + $"pixelStride: {geometry.PixelStride}, first: task * {outputs} / {tasks}, end: (task + 1) * {outputs} / {tasks});");
    }
}
