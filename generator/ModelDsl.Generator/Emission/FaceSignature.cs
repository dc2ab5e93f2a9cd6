using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>What the methods of an emitted class take and return, in the declared order, and so which contracts it fulfils.</summary>
internal sealed record FaceSignature(EquatableArray<FaceValue> Inputs, EquatableArray<FaceValue> Targets, EquatableArray<FaceValue> Outputs, bool IsTrainable)
{
    /// <summary>Whether an engine of its own computes the loss of what is predicted: where it is more than one loss of an output.</summary>
    public bool HasEvaluation { get; init; }

    /// <summary>The gradients of inputs that can be asked for.</summary>
    public EquatableArray<FaceValue> Gradients { get; init; } = EquatableArray<FaceValue>.Empty;

    /// <summary>Whether there is one input, of numbers, and one output.</summary>
    public bool IsPredictor => Inputs.Count == 1 && Inputs[0].Type == ElementType.Float32 && Outputs.Count == 1;

    /// <summary>Whether there is one target besides.</summary>
    public bool IsSingle => IsPredictor && IsTrainable && Targets.Count == 1;

    /// <summary>The interface that the class implements.</summary>
    public string Contract => IsSingle ? $"global::ModelDsl.ITrainable<{Targets[0].Element}>" : IsPredictor ? "global::ModelDsl.IPredictor" : "global::ModelDsl.IModel";

    public static FaceSignature Of(Graph graph)
    {
        FaceValue[] inputs = [.. graph.Inputs.Select(Of)], targets = [.. graph.Targets.Select(Of)];
        HashSet<string> taken = [.. inputs.Concat(targets).Select(value => value.Name)];
        FaceValue[] outputs = [.. graph.Outputs.Select((output, i) => new FaceValue(Unique(graph.OutputName(i)), output.Type, output.Shape))];
        FaceValue[] gradients = graph.Loss is null ? [] : [.. graph.Inputs.Where(input => input.RequiresGrad).Select(input => new FaceValue(Unique(input.Name + "Gradient"), input.Type, input.Shape))];
        return new(inputs, targets, outputs, graph.Loss is not null) { HasEvaluation = NeedsEvaluation(graph), Gradients = gradients };

        static FaceValue Of(Value value) => new(value.Name, value.Type, value.Shape);

        string Unique(string name)
        {
            string result = name;
            for (int i = 1; !taken.Add(result); i++) result = i == 1 ? $"{name}Output" : $"{name}Output{i}";
            return result;
        }
    }

    /// <summary>Whether the objective is more than one loss, of an output, which a kernel computes of what the caller has.</summary>
    public static bool NeedsEvaluation(Graph graph)
        => graph.Loss is { } loss && !(loss.Producer is { Operator: LossOperator } comparison && graph.Outputs.Contains(comparison.Inputs[0]) && comparison.Inputs[1].Role is ValueRole.Target or ValueRole.Input);

    /// <summary>The engines besides that of predictions, as parameters of <c>CreateEngines</c>.</summary>
    public static string EngineParameters(bool hasTraining, bool hasEvaluation)
        => (hasTraining ? ", ref global::ModelDsl.Engine.TrainingEngine training" : "") + (hasEvaluation ? ", ref global::ModelDsl.Engine.TrainingEngine evaluation" : "");

    /// <summary>As far as a declaration with errors tells: shapes are unknown.</summary>
    public static FaceSignature Of(ModelSpec spec)
    {
        FaceValue[] inputs = [.. spec.Inputs.Items.Select((input, i) => new FaceValue(NameOf(input, i), ElementType.Float32, Shape.Scalar))];
        if (inputs.Length == 0) inputs = [new FaceValue("input", ElementType.Float32, Shape.Scalar)];
        FaceValue[] targets = [.. spec.Targets.Items.Select((target, i) => new FaceValue(target.Name, TypeOf(i), Shape.Scalar))];
        FaceValue[] outputs = [.. spec.Outputs.Items.Select(output => new FaceValue(output.Name, ElementType.Float32, Shape.Scalar))];
        return new(inputs, targets, outputs, spec.Loss is not null);

        // What the loss that compares with it wants.
        ElementType TypeOf(int target)
        {
            LayerSpec? loss = spec.Operations.Items.FirstOrDefault(operation => operation.Inputs.Count > 1 && operation.Inputs[1] == OperandSpec.Target(target))?.Layer;
            return loss is not null && OperatorCatalog.Knows(loss.Kind) && OperatorCatalog.Create(loss) is LossOperator op ? op.TargetType : ElementType.Float32;
        }

        string NameOf(InputSpec input, int index)
            => Names.IsIdentifier(input.Name) && !Names.IsReserved(input.Name) && spec.Inputs.Items.Count(other => other.Name == input.Name) == 1 ? input.Name
                : index == 0 ? "input" : $"input{index + 1}";
    }

    /// <summary>
    /// The constants that hold the sizes of the samples, for what no contract's property tells: <c>ImageSize</c>. Where two have one name but for
    /// the first letter, the second says what it is: <c>ImageOutputSize</c>.
    /// </summary>
    public IEnumerable<(string Constant, FaceValue Value)> Sizes()
    {
        HashSet<string> taken = new(StringComparer.Ordinal) { "InputSize", "OutputSize", "TargetSize" };
        if (!IsPredictor) foreach (FaceValue input in Inputs) yield return (Unique(input, "Input"), input);
        if (!IsSingle) foreach (FaceValue target in Targets) yield return (Unique(target, "Target"), target);
        if (!IsPredictor) foreach (FaceValue output in Outputs) yield return (Unique(output, "Output"), output);

        string Unique(FaceValue value, string kind)
        {
            string name = CodeWriter.Pascal(value.Name), result = name + "Size";
            if (taken.Add(result)) return result;
            result = $"{name}{kind}Size";
            for (int i = 2; !taken.Add(result); i++) result = $"{name}{kind}{i}Size";
            return result;
        }
    }

    /// <summary>An expression of several spans as one argument for the engine.</summary>
    public static string Spans(IEnumerable<FaceValue> values)
    {
        string names = string.Join(", ", values.Select(value => value.Name));
        return names.Length == 0 ? "default" : $"new global::ModelDsl.Engine.CallerSpans({names})";
    }
}
