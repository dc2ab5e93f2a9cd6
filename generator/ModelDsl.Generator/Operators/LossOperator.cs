using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
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

    /// <summary>The element type of the targets: class indices are integers.</summary>
    public abstract ElementType TargetType { get; }

    public sealed override void Infer(ShapeContext shapes)
    {
        if (shapes.Inputs[0].Producer is { Operator: Dropout, Origin: { } dropout }) shapes.ReportAt(dropout, Descriptors.DropoutBeforeLoss, dropout.Text);
        CheckArguments(shapes);
        shapes.Target = InferTarget(shapes);
        if (shapes.Target is not null) shapes.Output = Shape.Scalar;
    }

    /// <summary>The expression of the loss of a batch in evaluation mode, for the emitted <c>Evaluate</c>.</summary>
    /// <param name="node">The loss of the declared graph.</param>
    /// <param name="outputs">A span of the predictions in the caller's order: dense samples, channels first.</param>
    /// <param name="targets">A span of the targets.</param>
    /// <param name="samples">The number of samples.</param>
    public virtual string Evaluation(Node node, string outputs, string targets, string samples) => throw new NotSupportedException();

    /// <summary>A statement, without semicolon, that refuses targets which make no sense (class indices), or null where any number does.</summary>
    public virtual string? TargetCheck(Node node, string targets) => null;

    /// <summary>The shape of one sample's target, or null where the output does not fit.</summary>
    protected abstract Shape? InferTarget(ShapeContext shapes);

    /// <summary>Reports arguments that make no sense and layers that do not go before this loss.</summary>
    protected virtual void CheckArguments(ShapeContext shapes)
    {
    }

    protected static Reduction ReductionOf(LayerSpec layer) => layer.Word("Reduction") == nameof(Reduction.Sum) ? Reduction.Sum : Reduction.Mean;
}
