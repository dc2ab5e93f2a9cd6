using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Autodiff;

/// <summary>What an operator writes its gradient with: one node of the forward graph, seen from behind.</summary>
internal sealed class Differentiation(Graph graph, Node node, Dictionary<Value, Value> gradients, HashSet<Value> wanted)
{
    public Node Node { get; } = node;

    /// <summary>The gradient of the loss with respect to the node's first output: the same shape, per sample.</summary>
    public Value OutputGradient => gradients[Node.Output];

    /// <summary>Whether anybody asks for the gradient of this input: parameters do, pictures at the front do not.</summary>
    public bool Needs(int input) => input < Node.Inputs.Length && wanted.Contains(Node.Inputs[input]);

    /// <summary>Adds a node to the backward part of the graph with one per-sample output of the shape of an input.</summary>
    /// <param name="op">The operator, usually a nested record of the forward one: <c>new ReLU.Gradient()</c>.</param>
    /// <param name="of">The input whose gradient it computes; the value is named after it: <c>dConv1</c>.</param>
    /// <param name="inputs">What it reads.</param>
    public Value Add(Operator op, int of, params Value[] inputs)
    {
        Value target = Node.Inputs[of];
        Value result = graph.AddValue(GradientName(target), target.Shape);
        result.Like = target;
        graph.AddNode(op, GradientName(target), [.. inputs], [result], Node.Origin);
        return result;
    }

    /// <summary>Adds a node with any outputs; make them by <see cref="NewValue"/> and <see cref="ParameterGradient"/>.</summary>
    public Node AddNode(Operator op, string name, Value[] inputs, Value[] outputs) => graph.AddNode(op, name, [.. inputs], [.. outputs], Node.Origin);

    public Value NewValue(string name, Shape shape, Extent extent) => graph.AddValue(name, shape, ValueRole.Intermediate, extent);

    /// <summary>The value in the gradient block that receives the gradient of a parameter input. A node that computes it lists it as output.</summary>
    public Value ParameterGradient(int input)
    {
        Value parameter = Node.Inputs[input];
        Value result = graph.AddValue(GradientName(parameter), parameter.Shape, ValueRole.ParameterGradient, Extent.Shared);
        result.Parameter = parameter.Parameter;
        graph.ParameterGradients.Add(result);
        return result;
    }

    /// <summary>Says that <paramref name="gradient"/> is (a part of) the gradient of an input; parts from several readers are added up.</summary>
    public void Accumulate(int input, Value gradient)
    {
        Value target = Node.Inputs[input];
        if (!gradients.TryGetValue(target, out Value? other))
        {
            gradients[target] = gradient;
            return;
        }
        Value sum = graph.AddValue(GradientName(target), target.Shape);
        sum.Like = target;
        graph.AddNode(new Add(), "add" + CodeWriter.Pascal(target.Name), [other, gradient], [sum], Node.Origin);
        gradients[target] = sum;
    }

    private static string GradientName(Value value) => "d" + CodeWriter.Pascal(value.Name);
}
