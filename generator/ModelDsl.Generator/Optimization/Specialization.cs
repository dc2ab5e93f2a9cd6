using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// What an operator rewrites itself with where prediction and training differ: dropout vanishes from prediction, batch norm becomes
/// statistics, merge and normalisation in training. Each graph is a copy of its own.
/// </summary>
internal sealed class Specialization(Graph graph, Node node, bool isTraining, bool keepsLoss, List<Node> result)
{
    public Node Node { get; } = node;

    public bool IsTraining { get; } = isTraining;

    /// <summary>Whether the loss is computed: in training, and where predictions are evaluated.</summary>
    public bool KeepsLoss { get; } = keepsLoss;

    /// <summary>Whether layers are computed by their definition.</summary>
    public bool IsExact => graph.IsExact;

    /// <summary>Removes the node: what read its output reads <paramref name="value"/>.</summary>
    public void ReplaceBy(Value value) => graph.ReplaceUses(Node.Output, value);

    /// <summary>Puts a node in place of this one; the last one added should write this node's outputs.</summary>
    public Node Add(Operator op, string name, Value[] inputs, Value[] outputs)
    {
        Node added = graph.AddNode(op, name, [.. inputs], [.. outputs], Node.Origin);
        graph.Nodes.Remove(added);
        result.Add(added);
        return added;
    }

    public Value NewValue(string name, Shape shape, Extent extent) => graph.AddValue(name, shape, ValueRole.Intermediate, extent);

    /// <summary>How many nodes of a kind of operator have been kept or added so far.</summary>
    public int KeptOf<TOperator>()
        where TOperator : Operator => result.Count(node => node.Operator is TOperator);

    /// <summary>How many nodes of a kind of operator have been kept or added so far that come from one layer: one that is used several times.</summary>
    public int KeptOf<TOperator>(LayerSpec origin)
        where TOperator : Operator => result.Count(node => node.Operator is TOperator && node.Origin == origin);

    /// <summary>Keeps the node as it is.</summary>
    public void Keep() => result.Add(Node);
}
