using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Layer normalisation over the last dimensions of each sample.</summary>
/// <param name="Sizes">The sizes of the last dimensions as written; empty where they follow from the input.</param>
/// <remarks>Inputs: x; weight and bias of the normalised shape, if there are any.</remarks>
internal sealed record LayerNorm(EquatableArray<int> Sizes, float Eps, bool ElementwiseAffine, bool Bias) : LayerOperator
{
    public override string Formula => ElementwiseAffine ? "y = (x − mean) / √(variance + eps) · weight + bias" : "y = (x − mean) / √(variance + eps)";

    public override string NamePrefix => "ln";

    public static LayerNorm Create(LayerSpec layer)
        => new(layer.Ints("NormalizedShape"), layer.Float("Eps", 1e-5f), layer.Bool("ElementwiseAffine", true), layer.Bool("Bias", true));

    /// <summary>The dimensions over which it normalises: those written, else a vector, each row of a sequence, a whole picture.</summary>
    public Shape NormalizedShape(Shape input)
        => Sizes.Count > 0 ? new Shape(Sizes) : input.Rank == 2 ? Shape.Of(input[1]) : input;

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(
        "LayerNorm", call.Parameter("weight", ElementwiseAffine), call.Parameter("bias", ElementwiseAffine && Bias), $"[{string.Join(", ", Sizes.Items)}]", CodeWriter.Literal(Eps));

    public override void Infer(ShapeContext shapes)
    {
        shapes.Require(Eps >= 0, "Eps", Eps, "at least 0");
        shapes.Output = shapes.Input;
        Shape normalized = NormalizedShape(shapes.Input);
        if (!CheckSizes(shapes, normalized)) return;
        if (!ElementwiseAffine) return;
        shapes.AddParameter("weight", normalized, Initializer.Ones);
        if (Bias) shapes.AddParameter("bias", normalized, Initializer.Zeros);
    }

    private bool CheckSizes(ShapeContext shapes, Shape normalized)
    {
        Shape input = shapes.Input;
        int kept = input.Rank - normalized.Rank;
        if (kept >= 0 && input.Dimensions.Skip(kept).SequenceEqual(normalized.Dimensions)) return true;
        Shape right = kept > 0 ? new Shape(input.Dimensions.Skip(kept).ToArray()) : NormalizedShapeOfUnwritten(input);
        string sizes = string.Join(", ", right.Dimensions.Items);
        shapes.ReportFixable(Descriptors.SizeMismatch, "NormalizedShape", sizes, shapes.Layer.Text, input.ToString(), shapes.Path, $"LayerNorm({sizes})");
        return false;
    }

    private static Shape NormalizedShapeOfUnwritten(Shape input) => input.Rank == 2 ? Shape.Of(input[1]) : input;

    /// <summary>
    /// Vectors, and sequences row by row, are normalised as they lie; anything else goes through a vector in the declared order, in which
    /// the normalised elements are neighbours.
    /// </summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        (Value x, Value y) = (node.Inputs[0], node.Output);
        if (x.Shape.Rank == 1 || (x.Shape.Rank == 2 && NormalizedShape(x.Shape).Rank == 1))
        {
            specialization.Keep();
            return;
        }
        Shape vector = Shape.Of((int)x.Shape.Count);
        Value flat = specialization.NewValue(node.Name + "Vector", vector, Extent.PerSample);
        Value normalized = specialization.NewValue(node.Name + "Normalized", vector, Extent.PerSample);
        specialization.Add(new Flatten(), node.Name + "Flatten", [x], [flat]);
        LayerNorm inner = this with { Sizes = NormalizedShape(x.Shape).Dimensions };
        specialization.Add(inner, node.Name + "Normalize", [flat, .. node.Inputs.Skip(1)], [normalized]);
        specialization.Add(new Unflatten(y.Shape), node.Name + "Unflatten", [normalized], [y]);
    }

    public override void Differentiate(Differentiation gradient)
    {
        Node node = gradient.Node;
        (Value x, Value dy) = (node.Inputs[0], gradient.OutputGradient);
        string name = "d" + CodeWriter.Pascal(node.Name);
        if (!gradient.NeedsAnyFrom(1))
        {
            if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, [x, dy, .. node.Inputs.Skip(1).Take(1)]));
            return;
        }
        int block = Layout.RoundUp(LengthOf(x));
        Value parts = gradient.NewValue(name + "Parts", Shape.Of(2 * block), Extent.PerPiece);
        Value sums = gradient.NewValue(name + "Sums", Shape.Of(4 * block), Extent.Shared);
        Value[] parameters = Bias ? [gradient.ParameterGradient(1), gradient.ParameterGradient(2)] : [gradient.ParameterGradient(1)];
        Value dx = gradient.NewValue(name + "Input", x.Shape, Extent.PerSample);
        gradient.AddNode(new Gradient(this), node.Name + "Gradient", [x, dy, node.Inputs[1]], [dx, parts]);
        gradient.AddNode(new GradientMerge(), node.Name + "GradientMerge", [parts], [sums, .. parameters]);
        if (gradient.Needs(0)) gradient.Accumulate(0, dx);
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        string weight = ElementwiseAffine ? step.Inputs[1].Name : "default", bias = ElementwiseAffine && Bias ? step.Inputs[2].Name : "default";
        EmitRows(step, x, $"LayerNorm.Rows({{0}}, {{1}}, {weight}, {bias}, ", x, y);
    }

    /// <summary>How many elements are normalised together.</summary>
    private int LengthOf(Value x)
    {
        int length = 1;
        foreach (int size in NormalizedShape(x.Shape).Dimensions) length *= size;
        return length;
    }

    /// <summary>One call for all rows where each pixel is a row, else one for each sample, whose rows are neighbours.</summary>
    private void EmitRows(StepEmitter step, Value x, string call, params Value[] values)
    {
        Layout layout = x.Layout!;
        int length = LengthOf(x);
        string eps = CodeWriter.Literal(Eps);
        if (length == layout.Channels)
        {
            step.ForEachRun($"{call}channels: {length}, stride: {layout.VectorStride}, eps: {eps});", values);
            return;
        }
        for (int i = 0; i < values.Length; i++) call = call.Replace($"{{{i}}}", $"{StepEmitter.Sample(values[i])}[..{layout.Channels}]");
        using (step.Code.Block("for (int n = 0; n < count; n++)"))
            step.Code.Line($"{call}channels: {length}, stride: {length}, eps: {eps});");
    }

    /// <summary>Inputs: x, dy, weight. Outputs: dx, and where the parameters are learned the sums of dy·x̂ and of dy in the piece.</summary>
    internal sealed record Gradient(LayerNorm Norm) : Operator
    {
        public override string Kind => "LayerNormGradient";

        public override string Formula => "dx = (g − mean(g) − x̂ · mean(g · x̂)) / √(variance + eps), g = dy · weight";

        public override int InPlaceInput(Node node) => 1;

        public override void Emit(StepEmitter step)
        {
            (Value x, Value dy, Value dx) = (step.Inputs[0], step.Inputs[1], step.Outputs[0]);
            string weight = "default", sums = "default, default";
            if (Norm.ElementwiseAffine)
            {
                weight = step.Inputs[2].Name;
            }
            if (step.Outputs.Length > 1)
            {
                Value parts = step.Outputs[1];
                long block = parts.Shape.Count / 2;
                step.Code.Line($"{parts.Name}.Clear();");
                sums = $"{parts.Name}[..{block}], " + (Norm.Bias ? $"{parts.Name}[{block}..]" : "default");
            }
            Norm.EmitRows(step, x, $"LayerNorm.RowsGradient({{0}}, {{1}}, {weight}, {{2}}, {sums}, ", x, dy, dx);
        }
    }

    /// <summary>Input: what the pieces left. Outputs: the sums, the gradients of weight and bias.</summary>
    internal sealed record GradientMerge : Operator
    {
        public override string Kind => "LayerNormGradientMerge";

        public override string Formula => "dweight = Σ dy · x̂, dbias = Σ dy";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
        {
            (Value parts, Value sums) = (step.Inputs[0], step.Outputs[0]);
            step.Code.Line($"{sums.Name}.Clear();");
            step.Code.Line($"for (int p = 0; p < PieceCount; p++) Reductions.Accumulate({StepEmitter.InPiece(parts)}, {sums.Name});");
            step.Code.Line($"Reductions.Store({sums.Name}, first: 0, {step.Outputs[1].Name});");
            if (step.Outputs.Length > 2) step.Code.Line($"Reductions.Store({sums.Name}, first: {parts.Shape.Count / 2}, {step.Outputs[2].Name});");
        }
    }
}
