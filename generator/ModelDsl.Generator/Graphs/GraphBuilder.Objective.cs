using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Graphs;

/// <content>Targets, losses and the objective.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>A target whose shape is written; one without gets it from the loss that compares with it.</summary>
    private Value? AddTarget(int index)
    {
        TargetSpec target = _spec.Targets[index];
        if (target.Shape is not { } sizes) return null;
        Shape shape = new(sizes) { Names = target.SizeNames };
        if (!CheckShape(shape, Site.Type, $"Shape({string.Join(", ", sizes.Items)})")) return null;
        ElementType type = _spec.Operations.Where(operation => operation.Inputs.Count > 1 && operation.Inputs[1] == OperandSpec.Target(index))
            .Select(OperatorOf).OfType<LossOperator>().FirstOrDefault()?.TargetType ?? ElementType.Float32;
        return MakeTarget(index, shape, type);
    }

    /// <summary>A target that no loss compares with says its shape itself.</summary>
    private Value? ReportShapeless(OperandSpec operand)
    {
        if (operand.Kind != OperandKind.Target || _spec.Targets[operand.Index] is not { Shape: null, Place: { } place } target) return null;
        Problem problem = new(Descriptors.MissingShape, new Site(SiteKind.Layer, place), new[] { target.Name });
        if (!_problems.Contains(problem)) _problems.Add(problem);
        return null;
    }

    private Value MakeTarget(int index, Shape shape, ElementType type)
    {
        string name = _spec.Targets[index].Name;
        Value value = _graph.AddValue(_spec.Body is null ? name : Names.OfValue(name, "Target"), shape, ValueRole.Target, Extent.PerSample, type);
        _graph.Targets.Add(value);
        return value;
    }

    private Value? AddLoss(OperationSpec operation, LossOperator op)
    {
        if (Find(operation.Inputs[0]) is not { } prediction) return null;
        ShapeContext shapes = Infer(operation, op, "loss", [prediction]);
        if (shapes.Output is not { } output || shapes.Target is not { } wanted) return null;
        if (TargetOf(operation, op, wanted, shapes) is not { } target) return null;
        bool isOnly = _spec.Body is null || _spec.Loss is { } loss && _spec.Operations[loss.Index] == operation;
        string name = isOnly ? "loss" : operation.Name ?? "loss" + Ordinal(op);
        Value value = _graph.AddValue(isOnly ? name : Names.OfValue(name), output, ValueRole.Intermediate, Extent.Shared);
        _graph.AddNode(op, value.Name, [prediction, target], [value], operation.Layer).Source = operation;
        return value;
    }

    /// <summary>What a loss compares with: a target, or an input that the network is to find again.</summary>
    private Value? TargetOf(OperationSpec operation, LossOperator op, Shape wanted, ShapeContext shapes)
    {
        OperandSpec operand = operation.Inputs[1];
        if (operand.Kind == OperandKind.Target && _targets[operand.Index] is null && _spec.Targets[operand.Index].Shape is null)
            return _targets[operand.Index] = MakeTarget(operand.Index, wanted, op.TargetType);
        if (Find(operand) is not { } target) return null;
        string? fault = target.Type != op.TargetType ? op.TargetType == ElementType.Int32 ? "holds numbers, but class indices are wanted" : "holds class indices, but numbers are wanted"
            : operand.Kind == OperandKind.Operation ? "is computed, not given"
            : target.RequiresGrad ? "has RequiresGrad, but a loss passes no gradient to what it compares with"
            : target.Shape != wanted ? $"is {target.Shape}, but must be {wanted}: a target of another shape would broadcast"
            : null;
        if (fault is null) return target;
        string advice = operand.Kind == OperandKind.Operation || target.RequiresGrad ? "Write the comparison with tensor functions: Mean(Square(a - b))."
            : target.Type != op.TargetType ? "Give it a target of its own."
            : $"Write [Shape({string.Join(", ", wanted.Dimensions.Items)})], or leave the shape out.";
        shapes.Report(Descriptors.BadTarget, null, operation.Layer.Text, shapes.Input.ToString(), target.Role == ValueRole.Input ? target.Title! : target.Name, fault, advice);
        return null;
    }

    /// <summary>The objective is one number for the batch; one for each sample is averaged.</summary>
    private void SetObjective(Value objective)
    {
        if (objective.Shape.Rank > 0)
        {
            _problems.Add(new Problem(Descriptors.BadObjective, SiteOf(objective), new[] { _spec.Type.Name, RankRules.Describe(objective.Shape), "Write Mean(…) or Sum(…) around it." }));
            return;
        }
        if (objective.Extent == Extent.PerSample)
        {
            Value mean = _graph.AddValue("loss", Shape.Scalar, ValueRole.Intermediate, Extent.Shared);
            _graph.AddNode(new BatchMean(), "loss", [objective], [mean], objective.Producer?.Origin);
            objective = mean;
        }
        _graph.Loss = objective;
    }

    private static Site SiteOf(Value value) => value.Producer?.Origin is { } layer ? Site.Of(layer) : Site.Type;
}
