using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A loss that compares each output with a target of its own: targets have the shape of the output.</summary>
internal abstract record ElementwiseLoss(Reduction Reduction) : LossOperator(Reduction)
{
    public override ElementType TargetType => ElementType.Float32;

    protected override Shape? InferTarget(ShapeContext shapes) => shapes.Input;

    /// <summary>The kernel.</summary>
    protected abstract string Kernel { get; }

    /// <summary>The kernel's further arguments, each with a comma in front.</summary>
    protected virtual string Arguments => "";

    public override string Evaluation(Node node, string outputs, string targets, string samples)
    {
        long values = node.Inputs[0].Shape.Count;
        string sum = $"global::ModelDsl.Kernels.Losses.{Kernel}({outputs}, {targets}, default, columns: {values}, stride: {values}, scale: 0f{Arguments})";
        return Reduction == Reduction.Sum ? $"(float){sum}" : $"(float)({sum} / ({samples} * {values}.0))";
    }

    public override void Emit(StepEmitter step)
    {
        (Value prediction, Value target, Value parts, Value gradient) = (step.Inputs[0], step.Inputs[1], step.Outputs[0], step.Outputs[1]);
        Layout layout = prediction.Layout!;
        step.Code.Line($"{DoubleOf(parts.Name)} = Losses.{Kernel}(");
        using (step.Code.Indented())
            step.Code.Line($"{prediction.Name}, {target.Name}, {gradient.Name}, columns: {layout.Channels}, stride: {layout.VectorStride}, scale: {ScaleOf(step)}{Arguments});");
    }

    /// <summary>Targets are in the declared order, and so must be what is compared with them.</summary>
    protected override Value Prepare(Specialization specialization, Value prediction)
    {
        if (prediction.Shape.Rank <= 1) return prediction;
        Value vector = specialization.NewValue(prediction.Name + "Vector", Shape.Of((int)prediction.Shape.Count), Extent.PerSample);
        specialization.Add(new Flatten(), "flatten" + CodeWriter.Pascal(prediction.Name), [prediction], [vector]);
        return vector;
    }

    /// <summary>A named argument with a number for each column; nothing where there are none.</summary>
    protected static string Weights(string name, EquatableArray<float> weights)
        => weights.Count == 0 ? "" : $", {name}: {CodeWriter.Literal(weights)}";
}
