using System.Collections.Immutable;
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
internal sealed partial class GraphBuilder
{
    /// <summary>As many as anybody reshapes to; the layers of a chain take three at most.</summary>
    private const int MostDimensions = 8;

    private readonly ModelSpec _spec;
    private readonly List<Problem> _problems;
    private readonly Graph _graph;
    private readonly TiedWeights _tied;
    private readonly Dictionary<string, int> _ordinals = [];
    private string[] _chainNames = [];
    private readonly List<Value?> _inputs = [];
    private readonly List<Value?> _targets = [];
    private readonly List<Value?> _values = [];
    private readonly Dictionary<string, List<Value>> _owners = [];
    private readonly Dictionary<string, Shape> _firstInputs = [];
    private readonly HashSet<int> _faulty = [];
    private bool _isFaulty;
    private readonly Titles _titles;
    private readonly HashSet<string> _layerNames = new(StringComparer.OrdinalIgnoreCase);
    private long _parameterCount;

    private GraphBuilder(ModelSpec spec, List<Problem> problems)
    {
        _spec = spec;
        _titles = new Titles(spec);
        _problems = problems;
        _tied = new TiedWeights(spec, problems);
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
        CheckCount("inputs", _spec.Inputs.Count);
        CheckCount("outputs", _spec.Outputs.Count);
        CheckCount("targets", _spec.Targets.Count);
        if (_spec.Body is null) _chainNames = ChainNames.Of(_spec.Operations.Items.Select(operation => operation.Layer));
        foreach (OperationSpec operation in _spec.Operations)
        {
            if (operation.Owner is null && !IsFunction(operation)) ReserveName(operation.Layer);
        }
        for (int i = 0; i < _spec.Inputs.Count; i++) _inputs.Add(AddInput(_spec.Inputs[i], i));
        for (int i = 0; i < _spec.Targets.Count; i++) _targets.Add(AddTarget(i));
        foreach (OperationSpec operation in _spec.Operations) _values.Add(AddNamed(operation, _values.Count));
        // In the declared order, whichever of them a loss met first.
        _graph.Targets.Clear();
        _graph.Targets.AddRange(_targets.OfType<Value>());
        foreach (OutputSpec output in _spec.Outputs)
        {
            if (Find(output.Value) is not { } value) continue;
            _graph.Outputs.Add(value);
            _graph.OutputNames.Add(output.Name);
        }
        if (_spec.Loss is not { } loss) return;
        if (Find(loss) is { } objective) SetObjective(objective);
        else ReportShapeless(loss);
    }

    private Value? Find(OperandSpec operand) => operand.Kind switch
    {
        OperandKind.Input => _inputs[operand.Index],
        OperandKind.Target => _targets[operand.Index],
        _ => _values[operand.Index],
    };

    /// <summary>Whether an operation is a tensor function of a body: layers have owners there.</summary>
    private bool IsFunction(OperationSpec operation) => _spec.Body is not null && operation.Owner is null;

    /// <summary>A function may be called as a layer is, and take other arguments: Flatten, Softmax.</summary>
    private LayerOperator OperatorOf(OperationSpec operation)
        => IsFunction(operation) && FunctionCatalog.Knows(operation.Layer.Kind) ? FunctionCatalog.Create(operation.Layer) : OperatorCatalog.Create(operation.Layer);

    private Value? AddNamed(OperationSpec operation, int index)
    {
        Value? value = Add(operation);
        // Parameters have names of their own.
        if (value is { Role: ValueRole.Intermediate }) value.Title ??= _titles.Of(operation, index);
        return value;
    }

    private Value? Add(OperationSpec operation)
    {
        if (operation.Layer.Kind == "Parameter") return FindParameter(operation.Layer);
        if (OperatorOf(operation) is LossOperator loss) return AddLoss(operation, loss);
        List<Value> inputs = [];
        foreach (OperandSpec operand in operation.Inputs)
        {
            // What a value lacks that something is wrong with was said there.
            if (Find(operand) is { } input) inputs.Add(input);
            else return ReportShapeless(operand);
        }
        return AddLayer(operation, inputs);
    }

    /// <summary>The memory of a caller is passed on in so many places.</summary>
    private void CheckCount(string what, int count)
    {
        if (count <= Names.MostOfAKind) return;
        _problems.Add(new Problem(Descriptors.OutOfRange, Site.Type, new[] { _spec.Type.Name, $"the number of {what}", $"{count}", $"at most {Names.MostOfAKind}" }));
    }

    private void CheckTypeName()
    {
        if (Names.IsModelMember(_spec.Type.Name))
            _problems.Add(new Problem(Descriptors.BadName, Site.Type, new[] { _spec.Type.Name, "is that of a member which every model has. Write another." }));
    }

    private Value? AddInput(InputSpec input, int index)
    {
        Shape shape = new(input.Shape) { Names = input.SizeNames };
        Site site = new(SiteKind.Input, index);
        string text = _spec.Body is null ? $"Input({string.Join(", ", input.Shape.Items)})" : $"Shape({string.Join(", ", input.Shape.Items)})";
        if (!CheckShape(shape, site, text)) return null;
        Value value = _graph.AddValue(_spec.Body is null ? input.Name : Names.OfValue(input.Name, "Input"), shape, ValueRole.Input, requiresGrad: input.RequiresGrad);
        if (!Names.IsIdentifier(input.Name) || (_spec.Body is null && Names.IsReserved(input.Name)) || Names.IsModelMember(input.Name))
        {
            _problems.Add(new Problem(Descriptors.BadName, site with { Argument = "Name" }, new[] { input.Name, "cannot be the name of an input: emitted code uses it otherwise." }));
            return null;
        }
        if (_spec.Body is not null) value.Title = input.Name;
        _graph.Inputs.Add(value);
        return value;
    }

    private bool CheckShape(Shape shape, Site site, string text)
    {
        if (shape.Rank > (_spec.Body is null ? 3 : MostDimensions) || (shape.Rank == 0 && _spec.Body is null))
        {
            _problems.Add(new Problem(Descriptors.OutOfRange, site, new[] { text, "the number of sizes", $"{shape.Rank}", _spec.Body is null ? "1 (a vector), 2 (a sequence) or 3 (a picture)" : $"at most {MostDimensions}" }));
            return false;
        }
        foreach (int size in shape.Dimensions)
        {
            if (size >= 1) continue;
            _problems.Add(new Problem(Descriptors.OutOfRange, site, new[] { text, "a size", $"{size}", "at least 1" }));
            return false;
        }
        if (Fits(shape)) return true;
        _problems.Add(new Problem(Descriptors.TooLarge, site, new[] { text, "samples", shape.ToString(), ShapeContext.Number(ShapeContext.LargestValue) }));
        return false;
    }

    private Value? AddLayer(OperationSpec operation, List<Value> inputs)
    {
        LayerSpec layer = operation.Layer;
        LayerOperator op = OperatorOf(operation);
        string name = operation.Owner ?? (IsFunction(operation) ? operation.Name ?? op.NamePrefix + Ordinal(op) : _chainNames[_values.Count]);
        string valueName = Names.OfValue(operation.Owner is null ? name : (operation.Name ?? name).Replace(".", ""));
        ShapeContext shapes = Infer(operation, op, name, [.. inputs]);
        if (shapes.Output is not { } output) return null;
        if (!Fits(output))
        {
            shapes.ReportTooLarge("samples", output.ToString(), ShapeContext.LargestValue);
            return null;
        }
        if (ParametersOf(operation, shapes) is not { } parameters) return null;
        Value value = _graph.AddValue(valueName, output, ValueRole.Intermediate, op.ExtentOf([.. inputs]));
        _graph.AddNode(op, valueName, [.. inputs, .. parameters], [value], layer).Source = operation;
        return value;
    }

    /// <summary>
    /// Runs an operator's shape rule. What is wrong is shown at the layer, for there its sizes are written; but at the call where the layer is sound: one that was
    /// given something else before, or one of another model. And once: a block that is called again has the same fault.
    /// </summary>
    private ShapeContext Infer(OperationSpec operation, LayerOperator op, string name, ImmutableArray<Value> inputs)
    {
        LayerSpec layer = operation.Layer;
        bool isAtCall = operation.Model is not null || (operation.Owner is not null && _owners.ContainsKey(operation.Owner));
        Site? call = isAtCall && operation.Call is { } place ? new Site(SiteKind.Layer, place) : null;
        if (operation.Model is { } model) layer = layer with { Text = $"{layer.Text}' of '{model}" };
        int key = call?.Index ?? layer.Index, count = _problems.Count;
        List<Problem> problems = _faulty.Contains(key) ? [] : _problems;
        ShapeContext shapes = new(layer, name, _spec.Body is null ? layer.Index : _values.Count, inputs, problems, call) { IsGraph = _spec.Body is not null, IsFunction = IsFunction(operation) };
        op.Infer(shapes);
        if (_problems.Skip(count).Any(problem => problem.IsError)) _faulty.Add(key);
        _isFaulty = _faulty.Contains(key);
        return shapes;
    }

    /// <summary>The parameters of a layer: made when it is used first, and found again when it is used once more.</summary>
    private List<Value>? ParametersOf(OperationSpec operation, ShapeContext shapes)
    {
        ParameterSpec[] wanted = [.. shapes.Parameters.Select(parameter => parameter with
        {
            Member = operation.Name ?? Names.OfMember(parameter.Layer),
            IsFrozen = operation.IsFrozen,
            Group = operation.Learning?.Group,
        })];
        if (operation.Owner is null || !_owners.TryGetValue(operation.Owner, out List<Value>? made))
        {
            if (MakeParameters(operation, wanted) is not { } parameters) return null;
            made = parameters;
            if (operation.Owner is not null)
            {
                _owners[operation.Owner] = made;
                _firstInputs[operation.Owner] = shapes.Input;
            }
            if (_parameterCount <= ShapeContext.LargestModel) return made;
            shapes.ReportTooLarge("the model's parameters", ShapeContext.Number(_parameterCount), ShapeContext.LargestModel);
            return null;
        }
        if (made.Select(value => value.Shape).SequenceEqual(wanted.Select(parameter => parameter.Shape))) return made;
        if (_isFaulty) return null;
        shapes.Report(Descriptors.SharedMismatch, null, operation.Layer.Text, RankRules.Describe(_firstInputs[operation.Owner]), RankRules.Describe(shapes.Input), shapes.Path);
        return null;
    }

    /// <summary>New parameters of a layer, but for the weight that it shares with another block.</summary>
    private List<Value>? MakeParameters(OperationSpec operation, ParameterSpec[] wanted)
    {
        bool isFaulty = false;
        Value?[] shared = [.. wanted.Select(parameter => _tied.Find(operation, parameter, ref isFaulty))];
        if (isFaulty) return null;
        ParameterSpec[] started = InitialValues.Apply(operation.Layer, wanted, _problems);
        List<Value> made = [.. started.Select((parameter, i) => shared[i] ?? AddParameter(parameter))];
        _tied.Add(operation, made);
        return made;
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

    /// <summary>A parameter by the path of its members: <c>Stem.Conv1.Weight</c>.</summary>
    private Value? FindParameter(LayerSpec layer)
    {
        string path = layer.Word("Path")!;
        if (_graph.Parameters.Find(value => PathsOf(value.Parameter!).Contains(path)) is { } found) return found;
        string known = _graph.Parameters.Count == 0 ? "It has none so far." : $"It has {string.Join(", ", _graph.Parameters.Take(6).Select(value => PathOf(value.Parameter!.Member, value.Parameter.Kind)))}{(_graph.Parameters.Count > 6 ? ", …" : "")}.";
        _problems.Add(new Problem(Descriptors.UnknownParameter, Site.Of(layer), new[] { path, known }));
        return null;
    }

    /// <summary>The paths by which a parameter is found: its own and those of the blocks that are tied to it.</summary>
    private IEnumerable<string> PathsOf(ParameterSpec parameter)
        => [PathOf(parameter.Member, parameter.Kind), .. parameter.Aliases.Items.Select(alias => PathOf(alias.Member, parameter.Kind))];

    /// <summary>As the emitted members are: the only parameter of a layer is the layer's member itself.</summary>
    private string PathOf(string member, string kind)
        => _graph.Parameters.Count(value => value.Parameter!.Member == member || value.Parameter.Aliases.Items.Any(alias => alias.Member == member)) == 1 ? member : $"{member}.{Names.OfMember(kind)}";

    private void ReserveName(LayerSpec layer)
    {
        if (layer.Word("Name") is not { } name) return;
        string? reason = !Names.IsIdentifier(name) ? "is no C# identifier. Write a letter, then letters, digits and underscores, and no keyword."
            : Names.IsParameterMember(name) ? "is that of a member which every set of parameters has. Write another."
            : !_layerNames.Add(Names.OfMember(name)) ? "stands on two layers. Give each a name of its own."
            : null;
        if (reason is not null) _problems.Add(new Problem(Descriptors.BadName, Site.Of(layer, "Name"), new[] { name, reason }));
    }

    private int Ordinal(LayerOperator op) => _ordinals[op.NamePrefix] = _ordinals.TryGetValue(op.NamePrefix, out int ordinal) ? ordinal + 1 : 1;

    private static bool Fits(Shape shape)
    {
        if (shape.SafeCount > ShapeContext.LargestValue) return false;
        Layout layout = Layout.Of(shape);
        return (long)layout.Height * layout.Width * layout.PixelStride <= ShapeContext.LargestValue;
    }
}
