using System.Collections.Immutable;
using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>How the losses of a batch become one number.</summary>
internal enum Reduction
{
    Mean,
    Sum,
}

/// <summary>What training makes small. Inputs: prediction and target; output: one number for the whole batch.</summary>
/// <param name="Reduction">How the losses of the batch become one number.</param>
internal abstract record LossOperator(Reduction Reduction) : LayerOperator
{
    public override string NamePrefix => "loss";

    /// <summary>The gradient of the objective with respect to this loss, where the build knows it: its weight in a sum of losses.</summary>
    public float Weighting { get; init; } = 1;

    public sealed override bool ReadsCallers(int input) => input == 1;

    /// <summary>The element type of the targets: class indices are integers.</summary>
    public abstract ElementType TargetType { get; }

    public sealed override Extent ExtentOf(ImmutableArray<Value> inputs) => Extent.Shared;

    public sealed override void Infer(ShapeContext shapes)
    {
        if (ValuePath.MakerOf(shapes.Inputs[0]) is { Operator: Dropout, Origin: { } dropout }) shapes.ReportAt(dropout, Descriptors.DropoutBeforeLoss, dropout.Text);
        CheckArguments(shapes);
        shapes.Target = InferTarget(shapes);
        if (shapes.Target is not null) shapes.Output = Shape.Scalar;
    }

    /// <summary>The expression of the loss of a batch in evaluation mode, for the emitted <c>Evaluate</c>.</summary>
    /// <param name="node">The loss of the declared graph.</param>
    /// <param name="outputs">A span of the predictions in the caller's order: dense samples, channels first.</param>
    /// <param name="targets">A span of the targets.</param>
    /// <param name="samples">The number of samples.</param>
    public abstract string Evaluation(Node node, string outputs, string targets, string samples);

    /// <summary>A statement, without semicolon, that refuses targets which make no sense (class indices), or null where any number does.</summary>
    public virtual string? TargetCheck(Node node, string targets) => null;

    /// <summary>What the loss is called as a tensor function.</summary>
    protected virtual string Function => Kind;

    public sealed override string Eager(EagerCall call, LayerSpec layer) => call.Loss(Function, layer);

    /// <summary>The shape of one sample's target, or null where the output does not fit.</summary>
    protected abstract Shape? InferTarget(ShapeContext shapes);

    /// <summary>Reports arguments that make no sense and layers that do not go before this loss.</summary>
    protected virtual void CheckArguments(ShapeContext shapes)
    {
    }

    protected static Reduction ReductionOf(LayerSpec layer) => layer.Word("Reduction") == nameof(Reduction.Sum) ? Reduction.Sum : Reduction.Mean;

    /// <summary>
    /// Training compares sample by sample and computes the gradient on the way: [prediction, target, and what the mean is divided by where
    /// the targets decide it] → [the sum of each piece, the gradient of the prediction]; then the sums are added. Prediction has no loss.
    /// </summary>
    public sealed override void Specialize(Specialization specialization)
    {
        if (!specialization.KeepsLoss) return;
        (Value prediction, Value target, Value loss) = (Prepare(specialization, specialization.Node.Inputs[0]), specialization.Node.Inputs[1], specialization.Node.Output);
        Value parts = specialization.NewValue("lossParts", DoubleInFloats, Extent.PerPiece);
        Value gradient = specialization.NewValue("lossGradient", prediction.Shape, Extent.PerSample);
        Value[] normalizer = [];
        if (Reduction == Reduction.Mean && Normalizer is { } counting)
        {
            normalizer = [specialization.NewValue("lossNormalizer", DoubleInFloats, Extent.Shared)];
            specialization.Add(counting, "normalizeLoss", [target], normalizer);
        }
        specialization.Add(this, "compare", [prediction, target, .. normalizer], [parts, gradient]);
        specialization.Add(new LossSum(this), "sumLoss", [parts, .. normalizer], [loss]);
    }

    public sealed override void Differentiate(Differentiation gradient)
    {
        if (!gradient.Needs(0)) return;
        Value computed = gradient.Node.Outputs[1];
        if (gradient.LossGradient is not { } factor)
        {
            gradient.Accumulate(0, computed);
        }
        else if (KnownScalars.Of(factor) is { } weighting)
        {
            gradient.Node.Operator = this with { Weighting = weighting };
            gradient.Accumulate(0, computed);
        }
        else
        {
            gradient.Accumulate(0, gradient.Add(new Multiply(), 0, computed, factor));
        }
    }

    /// <summary>The loss that a comparison's sums end in.</summary>
    public static Value? LossOf(Graph graph, Node comparison)
        => graph.ConsumersOf(comparison.Output).FirstOrDefault(reader => reader.Operator is LossSum)?.Output;

    /// <summary>A double, in floats.</summary>
    private static Shape DoubleInFloats => Shape.Of(2);

    /// <summary>The operator that computes what the mean is divided by, where the targets decide it.</summary>
    protected virtual Operator? Normalizer => null;

    /// <summary>For losses whose mean is one over all values: how many a sample has.</summary>
    protected virtual long ValuesOf(Shape prediction) => prediction.Count;

    /// <summary>Brings the prediction into the form that the loss compares.</summary>
    protected virtual Value Prepare(Specialization specialization, Value prediction) => prediction;

    /// <summary>The expression of the double that a value holds.</summary>
    protected static string DoubleOf(string span) => $"MemoryMarshal.Cast<float, double>({span})[0]";

    /// <summary>What gradients are multiplied by: the weighting for a sum, and for a mean by one over the number of values besides.</summary>
    protected string ScaleOf(StepEmitter step)
        => Reduction == Reduction.Sum ? CodeWriter.Literal(Weighting)
        : step.Inputs.Length > 2 ? $"(float)({Numerator} / {DoubleOf(step.Inputs[2].Name)})"
        : $"(float)({Numerator} / (BatchSize * {ValuesOf(step.Inputs[0].Shape)}.0))";

    private string Numerator => Weighting == 1 ? "1" : CodeWriter.Literal(Weighting);

    /// <summary>Adds up what the pieces left. Inputs: the sums, and what the mean is divided by where the targets decide it. Output: the loss.</summary>
    internal sealed record LossSum(LossOperator Loss) : Operator
    {
        public override string Formula => Loss.Reduction == Reduction.Sum ? "loss = Σ" : "loss = Σ / number";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
        {
            (Value parts, Value loss) = (step.Inputs[0], step.Outputs[0]);
            step.Code.Line("double sum = 0;");
            step.Code.Line($"for (int p = 0; p < PieceCount; p++) sum += {DoubleOf(StepEmitter.InPiece(parts))};");
            string divisor = Loss.Reduction == Reduction.Sum ? ""
                : step.Inputs.Length > 1 ? $" / {DoubleOf(step.Inputs[1].Name)}"
                : $" / (BatchSize * {Loss.ValuesOf(PredictionOf(step))}.0)";
            step.Code.Line($"{loss.Name}[0] = (float)(sum{divisor});");
        }

        private static Shape PredictionOf(StepEmitter step) => step.Inputs[0].Producer!.Inputs[0].Shape;
    }
}
