using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>What <see cref="Softmax"/> and <see cref="LogSoftmax"/> share.</summary>
/// <param name="Dim">The dimension of the sum with the batch as dimension 0, as written; negative ones count from the end.</param>
internal abstract record SoftmaxOperator(int Dim) : LayerOperator
{
    public override int InPlaceInput(Node node) => 0;

    /// <summary>The dimension of the sum in the shape of one sample.</summary>
    public int Axis(Shape sample) => (Dim < 0 ? Dim + sample.Rank + 1 : Dim) - 1;

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(Kind, $"{Dim}");

    public override void Infer(ShapeContext shapes)
    {
        int rank = shapes.Input.Rank;
        int axis = Axis(shapes.Input);
        string last = rank == 1 ? "1" : $"from 1 to {rank}";
        shapes.Require(axis >= 0 && axis < rank, "Dim", Dim, $"{last}, or −1 for the last: the batch is dimension 0, and a sample is {shapes.Input}");
        shapes.Output = shapes.Input;
    }

    /// <summary>The class of the kernels.</summary>
    protected abstract string Kernels { get; }

    /// <summary>The gradient as a formula.</summary>
    protected abstract string GradientFormula { get; }

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, gradient.Node.Output, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => EmitAlong(step, Axis(step.Outputs[0].Shape), Kernels, "");

    /// <summary>
    /// A dimension that lies within pixels is a softmax of rows of memory; any other is one across rows of memory, for each of their lanes.
    /// </summary>
    private static void EmitAlong(StepEmitter step, int axis, string kernels, string suffix)
    {
        Value[] values = [.. step.Inputs, step.Outputs[0]];
        Value output = step.Outputs[0];
        Layout layout = output.Layout!;
        step.ClearBorder(output);
        string spans = string.Join(", ", Enumerable.Range(0, values.Length).Select(i => $"{{{i}}}"));
        bool isWithinPixels = output.Shape.Rank == 2 ? axis == 1 : axis == 0;
        if (isWithinPixels)
        {
            step.ForEachRun($"{kernels}.Rows{suffix}({spans}, channels: {layout.Channels}, stride: {layout.VectorStride});", values);
            return;
        }
        bool isAlongRows = axis == output.Shape.Rank - 1 || output.Shape.Rank == 2;
        using (step.Code.Block("for (int n = 0; n < count; n++)"))
        {
            if (isAlongRows)
            {
                string strides = string.Join(", ", values.Select(_ => layout.PixelStride));
                using (step.Code.Block($"for (int y = 0; y < {layout.Height}; y++)"))
                    step.Code.Line($"{kernels}.Columns{suffix}({Starts("y")}, n: {layout.Width}, {strides}, columns: {layout.PixelStride});");
            }
            else
            {
                string strides = string.Join(", ", values.Select(value => value.Layout!.RowStride));
                step.Code.Line($"{kernels}.Columns{suffix}({Starts("0")}, n: {layout.Height}, {strides}, columns: {layout.RowLength});");
            }
        }

        string Starts(string row) => string.Join(", ", values.Select(value => $"{value.Name}[({StepEmitter.RowStart(value, "n", row)})..]"));
    }

    /// <summary>Inputs: y, dy. Output: dx.</summary>
    internal sealed record Gradient(SoftmaxOperator Softmax) : Operator
    {
        public override string Kind => Softmax.Kind + "Gradient";

        public override string Formula => Softmax.GradientFormula;

        public override int InPlaceInput(Node node) => 1;

        public override void Emit(StepEmitter step) => EmitAlong(step, Softmax.Axis(step.Outputs[0].Shape), Softmax.Kernels, "Gradient");
    }
}
