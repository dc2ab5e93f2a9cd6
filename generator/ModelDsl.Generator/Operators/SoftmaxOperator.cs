using System.Collections.Immutable;
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
    /// <summary>Whether it was called as a function, whose dimensions are those of one sample.</summary>
    public bool IsFunction { get; init; }

    public override int InPlaceInput(Node node) => 0;

    /// <summary>The dimension of the sum in the shape of one sample.</summary>
    public int Axis(Shape sample) => (Dim < 0 ? Dim + sample.Rank + 1 : Dim) - 1;

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(Kind, $"{Dim}");

    /// <summary>A dimension of one sample as the layers count it.</summary>
    protected static int WithBatch(int dim) => dim is >= 0 and < int.MaxValue ? dim + 1 : dim;

    public override Extent ExtentOf(ImmutableArray<Value> inputs) => inputs[0].Extent;

    public override void Infer(ShapeContext shapes)
    {
        if (IsFunction)
        {
            if (shapes.Dimension("Dim", Dim > 0 ? Dim - 1 : Dim) is not null) shapes.Output = shapes.Input;
            return;
        }
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
        step.ClearBorder(output);
        string spans = string.Join(", ", Enumerable.Range(0, values.Length).Select(i => $"{{{i}}}"));
        bool isWithinPixels = Strides.Of(output).Steps[axis] == 1;
        if (isWithinPixels)
        {
            (int channels, int stride) = output.Layout is { } pixels ? (pixels.Channels, pixels.VectorStride) : (output.Shape[axis], output.Shape[axis]);
            step.ForEachRun($"{kernels}.Rows{suffix}({spans}, channels: {channels}, stride: {stride});", values);
            return;
        }
        if (output.Layout is not { } layout || output.Shape.Rank > 3)
        {
            EmitAcross(step, axis, $"{kernels}.Columns{suffix}", values);
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

    /// <summary>Across what lies in the declared order: everything behind the dimension is a row of memory.</summary>
    private static void EmitAcross(StepEmitter step, int axis, string kernel, Value[] values)
    {
        Value output = values[values.Length - 1];
        int row = Strides.Of(output).Steps[axis], n = output.Shape[axis], outer = 1;
        for (int i = 0; i < axis; i++) outer *= output.Shape[i];
        string strides = string.Join(", ", values.Select(_ => row));
        Stack<IDisposable> scopes = new();
        if (output.Extent == Extent.PerSample) scopes.Push(step.Code.Block("for (int n = 0; n < count; n++)"));
        if (outer > 1) scopes.Push(step.Code.Block($"for (int i = 0; i < {outer}; i++)"));
        string starts = string.Join(", ", values.Select(value => $"{value.Name}[({Start(value)})..]"));
        step.Code.Line($"{kernel}({starts}, n: {n}, {strides}, columns: {row});");
        while (scopes.Count > 0) scopes.Pop().Dispose();

        string Start(Value value) => CodeWriter.Sum(output.Extent == Extent.PerSample ? $"n * {StepEmitter.Size(value)}" : "0", outer > 1 ? $"i * {n * row}" : "0");
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
