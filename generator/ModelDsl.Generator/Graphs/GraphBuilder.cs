using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Graphs;

/// <summary>
/// Lowers a declaration to a graph. Shapes are inferred on the way, layer by layer, because parameters and output follow from what a
/// layer is given: this is the one place that runs the operators' shape rules.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly ModelSpec _spec;
    private readonly List<Problem> _problems;
    private readonly Graph _graph;
    private readonly Dictionary<string, int> _ordinals = [];
    private readonly HashSet<string> _layerNames = new(StringComparer.OrdinalIgnoreCase);
    private long _parameterCount;

    private GraphBuilder(ModelSpec spec, List<Problem> problems)
    {
        _spec = spec;
        _problems = problems;
        _graph = new Graph(spec.Type.Name) { IsExact = spec.IsExact };
    }

    /// <summary>The graph of a declaration, or null if there is an error in it.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="problems">Receives what is wrong, warnings too.</param>
    public static Graph? Build(ModelSpec spec, List<Problem> problems)
    {
        GraphBuilder builder = new(spec, problems);
        builder.Build();
        return problems.Any(problem => problem.IsError) ? null : builder._graph;
    }

    private void Build()
    {
        CheckTypeName();
        foreach (LayerSpec layer in _spec.Layers) ReserveName(layer);
        if (AddInput(_spec.Inputs[0]) is not { } current) return;
        foreach (LayerSpec layer in _spec.Layers)
        {
            if (AddLayer(layer, current) is not { } next) return;
            current = next;
        }
        _graph.Outputs.Add(current);
        if (_spec.Loss is { } loss) AddLoss(loss, current);
    }

    private void CheckTypeName()
    {
        if (Names.IsModelMember(_spec.Type.Name))
            _problems.Add(new Problem(Descriptors.BadName, Site.Type, new[] { _spec.Type.Name, "is that of a member which every model has. Write another." }));
    }

    private Value? AddInput(InputSpec input)
    {
        Shape shape = new(input.Shape);
        Site site = new(SiteKind.Input);
        string text = $"Input({string.Join(", ", input.Shape.Items)})";
        if (shape.Rank is 0 or > 3)
        {
            _problems.Add(new Problem(Descriptors.OutOfRange, site, new[] { text, "the number of sizes", $"{shape.Rank}", "1 (a vector), 2 (a sequence) or 3 (a picture)" }));
            return null;
        }
        foreach (int size in input.Shape)
        {
            if (size >= 1) continue;
            _problems.Add(new Problem(Descriptors.OutOfRange, site, new[] { text, "a size", $"{size}", "at least 1" }));
            return null;
        }
        if (!Fits(shape))
        {
            _problems.Add(new Problem(Descriptors.TooLarge, site, new[] { text, "samples", shape.ToString(), ShapeContext.Number(ShapeContext.LargestValue) }));
            return null;
        }
        if (!Names.IsIdentifier(input.Name) || Names.IsReserved(input.Name) || Names.IsModelMember(input.Name))
        {
            _problems.Add(new Problem(Descriptors.BadName, site with { Argument = "Name" }, new[] { input.Name, "cannot be the name of an input: emitted code uses it otherwise." }));
            return null;
        }
        Value value = _graph.AddValue(input.Name, shape, ValueRole.Input);
        _graph.Inputs.Add(value);
        return value;
    }

    private Value? AddLayer(LayerSpec layer, Value input)
    {
        LayerOperator op = OperatorCatalog.Create(layer);
        string name = NameOf(layer, op);
        ShapeContext shapes = new(layer, name, layer.Index, [input], _problems);
        op.Infer(shapes);
        if (shapes.Output is not { } output) return null;
        if (!Fits(output))
        {
            shapes.ReportTooLarge("samples", output.ToString(), ShapeContext.LargestValue);
            return null;
        }
        List<Value> inputs = [input, .. shapes.Parameters.Select(AddParameter)];
        if (_parameterCount > ShapeContext.LargestModel)
        {
            shapes.ReportTooLarge("the model's parameters", ShapeContext.Number(_parameterCount), ShapeContext.LargestModel);
            return null;
        }
        Value value = _graph.AddValue(Names.OfValue(name), output);
        _graph.AddNode(op, Names.OfValue(name), [.. inputs], [value], layer);
        return value;
    }

    private Value AddParameter(ParameterSpec parameter)
    {
        _parameterCount += parameter.Shape.Count;
        ValueRole role = parameter.IsBuffer ? ValueRole.Buffer : ValueRole.Parameter;
        Value value = _graph.AddValue(Names.OfParameter(parameter.Layer, parameter.Kind), parameter.Shape, role, Extent.Shared);
        value.Parameter = parameter;
        _graph.Parameters.Add(value);
        return value;
    }

    private void AddLoss(LayerSpec layer, Value prediction)
    {
        LossOperator op = (LossOperator)OperatorCatalog.Create(layer);
        ShapeContext shapes = new(layer, "loss", layer.Index, [prediction], _problems);
        op.Infer(shapes);
        if (shapes.Output is not { } output || shapes.Target is not { } targetShape) return;
        Value target = _graph.AddValue("targets", targetShape, ValueRole.Target, Extent.PerSample, op.TargetType);
        _graph.Targets.Add(target);
        Value loss = _graph.AddValue("loss", output, ValueRole.Intermediate, Extent.Shared);
        _graph.AddNode(op, "loss", [prediction, target], [loss], layer);
        _graph.Loss = loss;
    }

    private void ReserveName(LayerSpec layer)
    {
        if (layer.Word("Name") is not { } name) return;
        string? reason = !Names.IsIdentifier(name) ? "is no C# identifier. Write a letter, then letters, digits and underscores, and no keyword."
            : Names.IsParameterMember(name) ? "is that of a member which every set of parameters has. Write another."
            : !_layerNames.Add(Names.OfMember(name)) ? "stands on two layers. Give each a name of its own."
            : null;
        if (reason is not null) _problems.Add(new Problem(Descriptors.BadName, Site.Of(layer, "Name"), new[] { name, reason }));
    }

    /// <summary>The name that the user gave, or <c>conv2</c> for the second convolution; a number that a user took is left out.</summary>
    private string NameOf(LayerSpec layer, LayerOperator op)
    {
        _ordinals.TryGetValue(op.NamePrefix, out int ordinal);
        _ordinals[op.NamePrefix] = ++ordinal;
        if (layer.Word("Name") is { } written && Names.IsIdentifier(written)) return written;
        string name = op.NamePrefix + ordinal;
        while (!_layerNames.Add(Names.OfMember(name))) name = op.NamePrefix + ++ordinal;
        _ordinals[op.NamePrefix] = ordinal;
        return name;
    }

    private static bool Fits(Shape shape)
    {
        if (shape.SafeCount > ShapeContext.LargestValue) return false;
        Layout layout = Layout.Of(shape);
        return (long)layout.Height * layout.Width * layout.PixelStride <= ShapeContext.LargestValue;
    }
}
