using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>What the methods of an emitted class take and return, in the declared order, and so which contracts it fulfils.</summary>
internal sealed record FaceSignature(EquatableArray<FaceValue> Inputs, EquatableArray<FaceValue> Targets, EquatableArray<FaceValue> Outputs, bool IsTrainable)
{
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
        return new(inputs, targets, outputs, graph.Loss is not null);

        static FaceValue Of(Value value) => new(value.Name, value.Type, value.Shape);

        string Unique(string name)
        {
            string result = name;
            for (int i = 1; !taken.Add(result); i++) result = i == 1 ? $"{name}Output" : $"{name}Output{i}";
            return result;
        }
    }

    /// <summary>As far as a declaration with errors tells: shapes are unknown.</summary>
    public static FaceSignature Of(ModelSpec spec)
    {
        FaceValue[] inputs = [.. spec.Inputs.Items.Select((input, i) => new FaceValue(NameOf(input, i), ElementType.Float32, Shape.Scalar))];
        if (inputs.Length == 0) inputs = [new FaceValue("input", ElementType.Float32, Shape.Scalar)];
        FaceValue[] targets = spec.Loss is not { } loss ? [] : [new FaceValue("targets", OperatorCatalog.Create(loss) is LossOperator op ? op.TargetType : ElementType.Float32, Shape.Scalar)];
        return new(inputs, targets, new FaceValue[] { new("outputs", ElementType.Float32, Shape.Scalar) }, spec.Loss is not null);

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
