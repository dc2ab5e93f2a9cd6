namespace ModelDsl.Generator.Graphs;

/// <summary>Which names values may have, so that emitted code can use them as locals.</summary>
internal static class Names
{
    /// <summary>The most inputs of a model, and the most outputs, and the most targets: emitted code passes them on by a structure of so many spans.</summary>
    public const int MostOfAKind = 8;

    // What emitted methods call their own parameters and locals, and (with a small letter) the types and members that they mention: a step
    // is a method with the name of its layer, which would hide them.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "piece", "first", "count", "task", "p", "n", "x", "y", "i", "j", "k", "c", "r", "inputs", "outputs", "targets", "optimizer", "parameters",
        "gradients", "buffers", "shared", "arena", "loss", "seed", "batch", "samples", "workers", "value", "values", "summary", "phase", "tasks",
        "span", "readOnlySpan", "math", "mathF", "methodImpl", "methodImplOptions", "memoryMarshal", "unsafe", "vector128", "vector256", "vector512",
        "global", "system", "modelDsl", "object", "string",
        "prediction", "training", "evaluation", "tiles", "needsWholeBatch", "pieceCount", "pieceFloats", "worker", "workerFloats", "partCount", "partOf", "beginsPart", "firstPieceOf", "runParts", "batchFloats", "scratchFloats", "scratch", "winograd", "smallestPiece", "firstOf", "matrices", "sharedFloats", "parallelFrom", "version", "run", "runPieces", "share", "shares", "runTask", "countOf",
        "dropoutRates", "callerInput", "callerOutput", "hasOutputs", "classTarget", "numberTarget", "callerSpan", "callerSpans", "stepIndex", "writableBuffers", "predict", "backward", "dispose",
        "modelEngine", "predictionEngine", "trainingEngine", "evaluationEngine", "arguments", "identity", "logSoftmax", "pictureLayout", "poolingWindow", "vectorMath",
        "activations", "adaptiveAvgPool2d", "avgPool2d", "batchNorm", "cacheLines", "depthwiseConv2d", "dropout", "elementwise", "interleaved", "layerNorm", "losses", "maxPool2d", "packing",
        "pictures", "reductions", "softmax", "strided",
    };

    // The members of an emitted class: neither the class itself nor an input can be called so.
    private static readonly HashSet<string> ModelMembers = new(StringComparer.Ordinal)
    {
        "Parameters", "Gradients", "InputSize", "OutputSize", "TargetSize", "Summary", "Predict", "Train", "Backward", "Accumulate", "Evaluate", "ParameterSet",
        "CreateEngines", "RunEagerly", "IsEagerTraining", "_eager", "_prediction", "_training", "_evaluation", "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals",
    };

    // The members of its set of parameters: no layer can be called so, for it becomes a member too.
    private static readonly HashSet<string> ParameterMembers = new(StringComparer.OrdinalIgnoreCase)
    {
        "Count", "TrainableValueCount", "Version", "Values", "Gradients", "Buffers", "Item", "TryGet", "WritableValues", "WritableBuffers", "CopyFrom",
        "GetEnumerator", "Describe", "ParameterSet", "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals",
    };

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while", "field", "scoped", "var", "nameof", "await", "async", "yield", "file", "required", "dynamic", "record", "partial", "where", "when", "with",
    };

    public static bool IsKeyword(string name) => Keywords.Contains(name);

    /// <summary>Whether emitted code uses a name otherwise. Each value has constants whose names end in <c>At</c> and <c>Size</c>.</summary>
    public static bool IsReserved(string name)
        => Reserved.Contains(name) || Keywords.Contains(name) || name.EndsWith("At", StringComparison.Ordinal) || name.EndsWith("Size", StringComparison.Ordinal);

    /// <summary>Whether a name can stand in C# as it is, and with a capital too: a letter, then letters, digits and underscores; no keyword.</summary>
    public static bool IsIdentifier(string name)
        => name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_') && !IsKeyword(name);

    /// <summary>Whether every emitted class has a member of this name.</summary>
    public static bool IsModelMember(string name) => ModelMembers.Contains(name);

    /// <summary>Whether every emitted set of parameters has a member of this name.</summary>
    public static bool IsParameterMember(string name) => ParameterMembers.Contains(OfMember(name));

    /// <summary>The member that stands for a layer or parameter: <c>running_mean</c> → <c>RunningMean</c>.</summary>
    public static string OfMember(string name) => string.Concat(name.Split('_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>The name of the value that a layer computes: <c>Stem</c> → <c>stem</c>; one that is taken gets an end, <c>count</c> → <c>countLayer</c>.</summary>
    public static string OfValue(string layer) => OfValue(layer, "Layer");

    /// <summary>The name of an input or target: <c>x</c> becomes <c>xInput</c>, for emitted code has an x of its own.</summary>
    public static string OfValue(string given, string end)
    {
        string name = char.ToLowerInvariant(given[0]) + given.Substring(1);
        return IsReserved(name) && name != "targets" ? name + end : name;
    }

    /// <summary>The member that holds a dropout layer's rate: <c>dropout1</c> → <c>Dropout1Rate</c>.</summary>
    public static string OfDropoutRate(string layer) => OfMember(layer) + "Rate";

    /// <summary>The name of a parameter's value: <c>bn1</c>, <c>running_mean</c> → <c>bn1RunningMean</c>.</summary>
    public static string OfParameter(string layer, string kind)
    {
        string[] words = layer.Split('.');
        return char.ToLowerInvariant(words[0][0]) + words[0].Substring(1) + string.Concat(words.Skip(1).Select(OfMember)) + OfMember(kind);
    }
}
