using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <summary>What an operator adds helpers around itself with, once layouts are known.</summary>
internal sealed class Lowering(Graph graph, Node node, bool isTraining, List<Node> result, Dictionary<(Value Source, Operator Packing), Value> packed)
{
    public Node Node { get; } = node;

    /// <summary>Whether the network learns: its weights are others in every step.</summary>
    public bool IsTraining { get; } = isTraining;

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

    /// <summary>Adds a node in front that lays a shared input out as samples of a shape of as many values lie, and replaces it.</summary>
    public void LayOutInput(int input, Shape shape)
    {
        Value source = Node.Inputs[input];
        Value laid = graph.AddValue(source.Name + "Laid", shape, ValueRole.Intermediate, Extent.Shared);
        laid.Layout = Layout.Of(shape);
        Append(new LayOut(), "layOut" + Emission.CodeWriter.Pascal(source.Name), source, laid);
        Node.Inputs = Node.Inputs.SetItem(input, laid);
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
