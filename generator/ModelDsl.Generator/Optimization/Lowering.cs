using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <summary>What an operator adds helpers around itself with, once layouts are known.</summary>
internal sealed class Lowering(Graph graph, Node node, List<Node> result, Dictionary<(Value Source, Operator Packing), Value> packed)
{
    public Node Node { get; } = node;

    /// <summary>
    /// Adds a node in front that makes a shared value of so many floats out of an input, which it replaces: packed weights. What two nodes pack in the
    /// same way is packed once.
    /// </summary>
    public void PackInput(int input, Operator packing, int floats)
    {
        Value source = Node.Inputs[input];
        if (!packed.TryGetValue((source, packing), out Value? known))
        {
            packed[(source, packing)] = known = graph.AddValue(source.Name + "Packed", Shape.Of(floats), ValueRole.Intermediate, Extent.Shared);
            Append(packing, "pack" + Emission.CodeWriter.Pascal(known.Name.Replace("Packed", "")), source, known);
        }
        Node.Inputs = Node.Inputs.SetItem(input, known);
    }

    /// <summary>Keeps the node.</summary>
    public void Keep() => result.Add(Node);

    /// <summary>Keeps the node with scratch memory of so many floats in place of an output, and adds a node behind that makes the output of it.</summary>
    public void KeepAndUnpackOutput(int output, Operator unpacking, int floats)
    {
        Value target = Node.Outputs[output];
        Value scratch = graph.AddValue(target.Name + "Packed", Shape.Of(floats), ValueRole.Intermediate, Extent.Shared);
        scratch.Producer = Node;
        Node.Outputs = Node.Outputs.SetItem(output, scratch);
        result.Add(Node);
        Append(unpacking, "unpack" + Emission.CodeWriter.Pascal(target.Name), scratch, target);
    }

    private void Append(Operator op, string name, Value input, Value output)
    {
        Node added = graph.AddNode(op, name, [input], [output], Node.Origin);
        graph.Nodes.Remove(added);
        result.Add(added);
    }
}
