using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Advice;

/// <summary>A declared graph, and who reads what in it.</summary>
internal sealed class AdviceContext
{
    private readonly Dictionary<Value, List<Node>> _readers = [];
    private readonly HashSet<Node> _used = [];

    public AdviceContext(ModelSpec spec, Graph graph)
    {
        (Spec, Graph) = (spec, graph);
        foreach (Node node in graph.Nodes)
        {
            foreach (Value input in node.Inputs)
            {
                if (!_readers.TryGetValue(input, out List<Node>? readers)) _readers.Add(input, readers = []);
                readers.Add(node);
            }
        }
        foreach (Value output in graph.Outputs) Walk(output, _used, node => true);
        if (graph.Loss is { } loss) Walk(loss, _used, node => true);
    }

    public ModelSpec Spec { get; }

    public Graph Graph { get; }

    /// <summary>The nodes that read a value.</summary>
    public IReadOnlyList<Node> ReadersOf(Value value) => _readers.TryGetValue(value, out List<Node>? readers) ? readers : [];

    /// <summary>Whether an output or the loss depends on a node.</summary>
    public bool IsUsed(Node node) => _used.Contains(node);

    /// <summary>Whether a value goes to one node and nowhere else.</summary>
    public bool HasOneReader(Value value) => ReadersOf(value).Count == 1 && !Graph.Outputs.Contains(value);

    /// <summary>The nodes that a value depends on.</summary>
    public static HashSet<Node> Behind(Value value)
    {
        HashSet<Node> nodes = [];
        Walk(value, nodes, node => true);
        return nodes;
    }

    /// <summary>The nodes that gradients of a value reach.</summary>
    public static HashSet<Node> TaughtBy(Value value)
    {
        HashSet<Node> nodes = [];
        Walk(value, nodes, node => node.Operator is not LayerOperator { PassesGradient: false });
        return nodes;
    }

    /// <summary>The parameters that are learned through nodes.</summary>
    public static IEnumerable<Value> LearnedBy(IEnumerable<Node> nodes)
        => nodes.SelectMany(node => node.Inputs).Where(input => input is { Role: ValueRole.Parameter, Parameter.IsFrozen: false });

    /// <summary>
    /// The place where a node is shown: its layer or expression; null for one of another model that is used as a block, which has its own analysis, and for what the
    /// compiler added.
    /// </summary>
    public static Site? SiteOf(Node node) => node is { Origin: { } layer, Source: { Model: null } } ? Site.Of(layer) : null;

    /// <summary>Goes back from a value over nodes that may be entered.</summary>
    private static void Walk(Value value, HashSet<Node> nodes, Func<Node, bool> mayEnter)
    {
        Stack<Value> open = new([value]);
        while (open.Count > 0)
        {
            if (open.Pop().Producer is not { } node || !mayEnter(node) || !nodes.Add(node)) continue;
            foreach (Value input in node.Inputs) open.Push(input);
        }
    }
}
