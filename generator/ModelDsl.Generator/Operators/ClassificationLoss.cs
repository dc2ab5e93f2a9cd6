using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>What <see cref="CrossEntropyLoss"/> and <see cref="NLLLoss"/> share: scores [C] and a class index, or [C, H, W] and [H, W] of them.</summary>
/// <param name="Reduction">How the losses of the batch become one number.</param>
/// <param name="Weight">One weight for each class; empty for all 1.</param>
/// <param name="IgnoreIndex">A target that does not count.</param>
internal abstract record ClassificationLoss(Reduction Reduction, EquatableArray<float> Weight, int IgnoreIndex) : LossOperator(Reduction)
{
    public override ElementType TargetType => ElementType.Int32;

    protected override Shape? InferTarget(ShapeContext shapes)
    {
        Shape output = shapes.Input;
        if (output.Rank is not (1 or 3))
        {
            shapes.Report(Descriptors.LossShape, null, shapes.Layer.Text, "one score for each class, [C] or [C, H, W]", output.ToString(), shapes.Path,
                "Write [Flatten, Linear(classes)] before it.");
            return null;
        }
        shapes.CheckWeights("Weight", Weight, output[0], "classes");
        if (output[0] == 1) shapes.Report(Descriptors.OneClass, null, shapes.Layer.Text);
        return output.Rank == 1 ? Shape.Scalar : Shape.Of(output[1], output[2]);
    }

    /// <summary>The kernel.</summary>
    protected abstract string Kernel { get; }

    /// <summary>The kernel's further arguments, each with a comma in front.</summary>
    protected virtual string Arguments => Weights + Ignored;

    protected string Weights => Weight.Count == 0 ? "" : $", weight: {CodeWriter.Literal(Weight)}";

    protected string Ignored => IgnoreIndex == -100 ? "" : $", ignoreIndex: {IgnoreIndex}";

    private string NormalizerArguments => $"{(Weight.Count == 0 ? "default" : CodeWriter.Literal(Weight))}, ignoreIndex: {IgnoreIndex}";

    public override string Evaluation(Node node, string outputs, string targets, string samples)
    {
        const string Losses = "global::ModelDsl.Kernels.Losses";
        Shape scores = node.Inputs[0].Shape;
        string sum = scores.Rank == 1
            ? $"{Losses}.{Kernel}({outputs}, {targets}, default, classes: {scores[0]}, stride: {scores[0]}, scale: 0f{Arguments})"
            : $"{Losses}.{Kernel}ChannelsFirst({outputs}, {targets}, classes: {scores[0]}, positions: {scores[1] * scores[2]}{Arguments})";
        return Reduction == Reduction.Sum ? $"(float){sum}" : $"(float)({sum} / {Losses}.ClassNormalizer({targets}, {NormalizerArguments}))";
    }

    public override string TargetCheck(Node node, string targets)
        => $"global::ModelDsl.Kernels.Losses.CheckClasses({targets}, classes: {node.Inputs[0].Shape[0]}, ignoreIndex: {IgnoreIndex})";

    protected override Operator? Normalizer => new ClassNormalizer(NormalizerArguments);

    public override void Emit(StepEmitter step)
    {
        (Value prediction, Value target, Value parts, Value gradient) = (step.Inputs[0], step.Inputs[1], step.Outputs[0], step.Outputs[1]);
        Layout layout = prediction.Layout!;
        string tail = $"classes: {layout.Channels}, stride: {layout.VectorStride}, scale: {ScaleOf(step)}{Arguments});";
        if (layout.IsContiguous && gradient.Layout!.IsContiguous)
        {
            step.Code.Line($"{DoubleOf(parts.Name)} = Losses.{Kernel}(");
            using (step.Code.Indented()) step.Code.Line($"{prediction.Name}, {target.Name}, {gradient.Name}, {tail}");
            return;
        }
        step.ClearBorder(gradient);
        step.Code.Line($"double total = 0;");
        using (step.Code.Block("for (int n = 0; n < count; n++)"))
        using (step.Code.Block($"for (int y = 0; y < {layout.Height}; y++)"))
        {
            step.Code.Line($"total += Losses.{Kernel}(");
            using (step.Code.Indented()) step.Code.Line($"{Row(prediction)}, {target.Name}.Slice((n * {layout.Height} + y) * {layout.Width}, {layout.Width}), {Row(gradient)}, {tail}");
        }
        step.Code.Line($"{DoubleOf(parts.Name)} = total;");

        string Row(Value value) => $"{value.Name}.Slice({StepEmitter.RowStart(value, "n", "y")}, {layout.RowLength})";
    }

    /// <summary>Σ w[t] over the targets that count. Input: the targets. Output: the sum, a double.</summary>
    internal sealed record ClassNormalizer(string Arguments) : Operator
    {
        public override string Formula => "Σ w[t] over the targets that count";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
            => step.Code.Line($"{DoubleOf(step.Outputs[0].Name)} = Losses.ClassNormalizer({step.Inputs[0].Name}, {Arguments});");
    }
}
