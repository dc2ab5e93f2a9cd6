namespace ModelDsl.Generator.Declaration;

/// <summary>
/// What a <c>[Model]</c> class declares: all that later stages know about the source. It holds no symbol, no syntax and no position,
/// so that an edit which moves the class without changing it compares equal. Both forms are here alike: a chain of layers is a program in which
/// each operation is given what the one before it computes; of a C# body it is what is left when loops are run and helpers are called.
/// </summary>
/// <param name="Type">The class itself.</param>
/// <param name="Inputs">What the network is given, sample by sample.</param>
/// <param name="Targets">What the loss compares with.</param>
/// <param name="Operations">Layers, tensor functions and losses, each behind those that it reads.</param>
/// <param name="Outputs">What the network predicts.</param>
/// <param name="Loss">What training makes small, or null for a model that only predicts.</param>
/// <param name="Body">What the graph form says beside its operations; null for a chain.</param>
/// <param name="IsExact">Whether layers are computed by their definition, and not by algorithms that reorder it.</param>
internal sealed record ModelSpec(
    TypeSpec Type,
    EquatableArray<InputSpec> Inputs,
    EquatableArray<TargetSpec> Targets,
    EquatableArray<OperationSpec> Operations,
    EquatableArray<OutputSpec> Outputs,
    OperandSpec? Loss,
    BodySpec? Body = null,
    bool IsExact = false)
{
    /// <summary>The program of a chain.</summary>
    /// <param name="type">The class itself.</param>
    /// <param name="input">Its input.</param>
    /// <param name="layers">The layers in the order in which they stand in the source.</param>
    /// <param name="loss">The loss, or null for a model that only predicts.</param>
    /// <param name="isExact">Whether layers are computed by their definition.</param>
    public static ModelSpec Chain(TypeSpec type, InputSpec input, EquatableArray<LayerSpec> layers, LayerSpec? loss, bool isExact)
    {
        List<OperationSpec> operations = [];
        OperandSpec last = OperandSpec.Input(0);
        foreach (LayerSpec layer in layers)
        {
            operations.Add(new OperationSpec(layer, [last]));
            last = OperandSpec.Operation(operations.Count - 1);
        }
        EquatableArray<OutputSpec> outputs = [new OutputSpec("outputs", last)];
        if (loss is null) return new ModelSpec(type, [input], [], operations.ToArray(), outputs, null, null, isExact);
        operations.Add(new OperationSpec(loss, [last, OperandSpec.Target(0)]));
        return new ModelSpec(type, [input], [new TargetSpec("targets", null)], operations.ToArray(), outputs, OperandSpec.Operation(operations.Count - 1), null, isExact);
    }
}

/// <param name="Namespace">The namespace; empty for the global one.</param>
/// <param name="Name">The class's name as C# writes it: a keyword has its <c>@</c>.</param>
/// <param name="Containers">The containing types, outermost first, each as its partial header: <c>partial class Outer</c>.</param>
/// <param name="Header">The header of the class's own partial declaration: <c>partial class Net</c> or <c>file partial class Net</c>.</param>
/// <param name="Summary">The inner XML of the user's own summary, or null.</param>
internal sealed record TypeSpec(string Namespace, string Name, EquatableArray<string> Containers, string Header, string? Summary);

/// <param name="Name">The name, as the emitted parameter gets it.</param>
/// <param name="Shape">The shape of one sample.</param>
/// <param name="RequiresGrad">Whether its gradient can be asked for.</param>
internal sealed record InputSpec(string Name, EquatableArray<int> Shape, bool RequiresGrad = false)
{
    /// <summary>The constants that its sizes are written as: one for each of them, empty for a number; or nothing at all.</summary>
    public EquatableArray<string> SizeNames { get; init; } = EquatableArray<string>.Empty;
}

/// <param name="Name">The name, as the emitted parameter gets it.</param>
/// <param name="Shape">The shape of one sample's target, or null where it follows from the loss.</param>
internal sealed record TargetSpec(string Name, EquatableArray<int>? Shape)
{
    /// <summary>Where it is declared: a place as <see cref="LayerSpec.Index"/> is one. Null in a chain.</summary>
    public int? Place { get; init; }

    /// <summary>The constants that its sizes are written as, as those of an input.</summary>
    public EquatableArray<string> SizeNames { get; init; } = EquatableArray<string>.Empty;

    /// <summary>Whether somebody wrote that its gradient is asked for, which only an input has.</summary>
    public bool RequiresGrad { get; init; }
}

/// <param name="Name">The name, as the emitted parameter gets it.</param>
/// <param name="Value">What is predicted.</param>
internal sealed record OutputSpec(string Name, OperandSpec Value);

/// <summary>One layer or loss, as written.</summary>
/// <param name="Kind">The attribute's name without its suffix: <c>Conv2d</c>.</param>
/// <param name="Arguments">What was written, by the name of the attribute's property; what was left out is not there.</param>
/// <param name="Text">The attribute as it stands in the source, for messages: <c>Conv2d(32, 3, Padding = 1)</c>.</param>
/// <param name="Index">The position in the model's list of layers; the analyzer finds the syntax by it. The loss has the last one.</param>
internal sealed record LayerSpec(string Kind, EquatableArray<ArgumentSpec> Arguments, string Text, int Index)
{
    /// <summary>How its parameters start, where that is written.</summary>
    public EquatableArray<InitSpec> Inits { get; init; } = EquatableArray<InitSpec>.Empty;

    public object? Find(string name)
    {
        foreach (ArgumentSpec argument in Arguments)
        {
            if (argument.Name == name) return argument.Value;
        }
        return null;
    }

    /// <summary>What the user calls the value of an argument; empty for nothing.</summary>
    public string ConstantOf(string name)
    {
        foreach (ArgumentSpec argument in Arguments)
        {
            if (argument.Name == name) return argument.Constant;
        }
        return "";
    }

    public bool Has(string name) => Find(name) is not null;

    public int Int(string name, int otherwise) => Find(name) is int value ? value : otherwise;

    public bool Bool(string name, bool otherwise) => Find(name) is bool value ? value : otherwise;

    public string? Word(string name) => Find(name) as string;

    public float Float(string name, float otherwise) => Find(name) switch { float value => value, int value => value, double value => (float)value, _ => otherwise };

    public EquatableArray<float> Floats(string name) => Find(name) is EquatableArray<float> values ? values : EquatableArray<float>.Empty;

    public EquatableArray<int> Ints(string name) => Find(name) is EquatableArray<int> values ? values : EquatableArray<int>.Empty;
}

/// <param name="Name">The attribute's property: <c>OutChannels</c>, also when it was given by position.</param>
/// <param name="Value">An <see cref="int"/>, <see cref="float"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>,
/// <see cref="EquatableArray{T}"/> of int or float, or an enum's member name as a string.</param>
internal sealed record ArgumentSpec(string Name, object Value)
{
    /// <summary>The constant that the value is written as: <c>Width</c>; empty for anything else.</summary>
    public string Constant { get; init; } = "";
}
