using System.Collections.Immutable;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Graphs;

/// <summary>
/// A directed acyclic graph of operations, with any number of inputs and outputs and any fan-out. <see cref="Nodes"/> is always in
/// an order in which it can be computed. Passes change it in place; <see cref="GraphVerifier"/> checks it after each.
/// </summary>
internal sealed class Graph(string name)
{
    /// <summary>Names that emitted code uses for itself. A node's name ends in a blank here.</summary>
    private static readonly string[] Reserved =
    [
        "worker", "piece", "first", "count", "task", "p", "n", "x", "y", "row", "rows", "panel", "packed", "outputs", "samples", "optimizer",
        "i", "j", "k", "c", "r", "begin", "end", "block", "part", "parts", "sums", "sum", "top", "height", "tile", "tiles", "element", "patches", "products", "gradients", "partial", "totals", "extreme", "share", "shares", "leftCopy", "rightCopy", "panelGroup", "firstOutput", "pixelCount", "tap", "firstChannel", "copied", "together", "endTogether", "firstPiece", "endPiece", "each", "firstPanel", "endPanel", "isFirst", "begins", "firstElement", "endElement", "run", "run0", "run1", "run2", "run3", "bias", "key", "order",
        "run ", "runPieces ", "share ", "shares ", "runTask ", "phase ", "piece ", "pieceCount ", "pieceSize ", "pieceFloats ", "worker ", "workerFloats ", "part ", "parts ", "partCount ", "partOf ", "beginsPart ", "firstPieceOf ", "runParts ", "smallestPiece ", "batchFloats ", "scratchFloats ", "scratch ", "batch ", "firstOf ", "sharedFloats ", "parallelFrom ", "countOf ", "batchSize ",
        "shared ", "dropoutRates ", "getDropoutRate ", "setDropoutRate ", "parameters ", "gradients ", "buffers ", "writableBuffers ", "version ", "callerInput ", "callerOutput ", "hasOutputs ", "classTarget ",
        "numberTarget ", "seed ", "stepIndex ", "tiles ", "equals ", "toString ", "getHashCode ", "getType ", "memberwiseClone ", "finalize ",
    ];

    private readonly HashSet<string> _names = [.. Reserved];
    private int _nextId;

    public string Name { get; } = name;

    public List<Value> Inputs { get; } = [];

    /// <summary>Whether layers are computed by their definition, and not by algorithms that reorder it.</summary>
    public bool IsExact { get; init; }

    /// <summary>What the network predicts.</summary>
    public List<Value> Outputs { get; } = [];

    /// <summary>What the caller calls each output, in their order; empty where nobody said.</summary>
    public List<string> OutputNames { get; } = [];

    public List<Value> Targets { get; } = [];

    /// <summary>The loss, one number for the batch; null for a model or graph that only predicts.</summary>
    public Value? Loss { get; set; }

    /// <summary>Parameters and buffers, in the order of their layers.</summary>
    public List<Value> Parameters { get; } = [];

    /// <summary>The gradients of parameters; filled by the autodiff stage.</summary>
    public List<Value> ParameterGradients { get; } = [];

    public List<Node> Nodes { get; } = [];

    /// <summary>What the caller calls an output: <c>outputs</c>, or with several <c>outputs1</c>, <c>outputs2</c>, where nobody said.</summary>
    public string OutputName(int index) => index < OutputNames.Count ? OutputNames[index] : Outputs.Count == 1 ? "outputs" : $"outputs{index + 1}";

    /// <summary>Makes a value; its name is made unique by a number where it is taken.</summary>
    public Value AddValue(string name, Shape shape, ValueRole role = ValueRole.Intermediate, Extent extent = Extent.PerSample, ElementType type = ElementType.Float32, bool requiresGrad = false)
        => new(_nextId++, Unique(name), shape, role, extent, type) { RequiresGrad = requiresGrad };

    /// <summary>Appends a node; its name is made unique by a number where it is taken.</summary>
    public Node AddNode(Operator op, string name, ImmutableArray<Value> inputs, ImmutableArray<Value> outputs, LayerSpec? origin = null)
    {
        Node node = new(op, Unique(name + " "), inputs, outputs, origin);
        foreach (Value output in outputs) output.Producer = node;
        Nodes.Add(node);
        return node;
    }

    public IEnumerable<Node> ConsumersOf(Value value) => Nodes.Where(node => node.Inputs.Contains(value));

    /// <summary>Makes everything that reads <paramref name="old"/> read <paramref name="replacement"/>.</summary>
    public void ReplaceUses(Value old, Value replacement)
    {
        foreach (Node node in Nodes)
        {
            if (node.Inputs.Contains(old)) node.Inputs = [.. node.Inputs.Select(input => input == old ? replacement : input)];
        }
        for (int i = 0; i < Outputs.Count; i++)
        {
            if (Outputs[i] == old) Outputs[i] = replacement;
        }
        if (Loss == old) Loss = replacement;
    }

    /// <summary>Removes the nodes that lead to nothing: no output, loss, gradient or buffer.</summary>
    public void RemoveUnread()
    {
        HashSet<Value> read = [.. Outputs, .. ParameterGradients];
        if (Loss is { } loss) read.Add(loss);
        for (int i = Nodes.Count - 1; i >= 0; i--)
        {
            Node node = Nodes[i];
            if (node.Outputs.Any(output => output.Role == ValueRole.Buffer || read.Contains(output))) read.UnionWith(node.Inputs);
            else Nodes.RemoveAt(i);
        }
    }

    private string Unique(string name)
    {
        // Values and nodes have names of their own: a trailing blank keeps the two apart in one set.
        string result = name;
        for (int i = 2; !_names.Add(result); i++) result = name.EndsWith(" ", StringComparison.Ordinal) ? $"{name.TrimEnd()}_{i} " : $"{name}_{i}";
        return result.TrimEnd();
    }
}
