using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Autodiff;

/// <summary>
/// Where the gradients of parameters come together. One that comes from a single node is computed right where it belongs, in the gradient
/// block. Where several nodes read a parameter (a layer applied twice), each leaves a part, and one more node adds the parts up, in their order.
/// </summary>
internal sealed class ParameterGradients(Graph graph)
{
    private readonly Dictionary<Value, List<Value>> _parts = [];

    /// <summary>Whether a value is a parameter that is learned.</summary>
    public static bool IsLearned(Value value) => value.Role == ValueRole.Parameter && value.Parameter!.IsTrainable;

    /// <summary>A value for the gradient of a parameter with respect to one of its uses. The node that computes it lists it as an output.</summary>
    public Value Add(Value parameter)
    {
        // Nobody asks for the gradient of what is frozen, but a node may compute it with another: it is left in memory that nobody reads.
        if (!IsLearned(parameter)) return NewShared(parameter, "Unused");
        Value part = _parts.ContainsKey(parameter) ? NewShared(parameter, "Part") : NewGradient(parameter);
        Add(parameter, part);
        return part;
    }

    /// <summary>Says that a shared value is a part of the gradient of a parameter.</summary>
    public void Add(Value parameter, Value part)
    {
        if (!_parts.TryGetValue(parameter, out List<Value>? parts)) _parts[parameter] = parts = [];
        parts.Add(part);
    }

    /// <summary>Adds the nodes that add up the parts.</summary>
    public void AddUp()
    {
        foreach (Value parameter in graph.Parameters)
        {
            if (!_parts.TryGetValue(parameter, out List<Value>? parts)) continue;
            bool isDirect = parts[0].Role == ValueRole.ParameterGradient;
            if (isDirect && parts.Count == 1) continue;
            Value gradient = isDirect ? parts[0] : NewGradient(parameter);
            if (isDirect) parts[0] = MoveOut(gradient, NewShared(parameter, "Part"));
            graph.AddNode(new SumGradients(), "sum" + CodeWriter.Pascal(gradient.Name), [.. parts], [gradient]);
        }
    }

    /// <summary>Lets the node that computes a gradient write a part of it instead.</summary>
    private static Value MoveOut(Value gradient, Value part)
    {
        Node node = gradient.Producer!;
        node.Outputs = node.Outputs.Replace(gradient, part);
        part.Producer = node;
        return part;
    }

    private Value NewShared(Value parameter, string end)
        => graph.AddValue(GradientTable.NameOf(parameter) + end, parameter.Shape, ValueRole.Intermediate, Extent.Shared);

    private Value NewGradient(Value parameter)
    {
        Value gradient = graph.AddValue(GradientTable.NameOf(parameter), parameter.Shape, ValueRole.ParameterGradient, Extent.Shared);
        gradient.Parameter = parameter.Parameter;
        graph.ParameterGradients.Add(gradient);
        return gradient;
    }
}
