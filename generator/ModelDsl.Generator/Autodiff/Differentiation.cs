using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Autodiff;

/// <summary>What an operator writes its gradient with: one node of the forward graph, seen from behind.</summary>
internal sealed class Differentiation(Graph graph, Node node, Dictionary<Value, Value> gradients, ParameterGradients parameters, HashSet<Value> wanted)
{
    public Node Node { get; } = node;

    /// <summary>The gradient of the loss with respect to the node's first output: the same shape, per sample.</summary>
    public Value OutputGradient => gradients[Node.Output];

    /// <summary>Whether anybody asks for the gradient of this input: parameters do, frozen ones and pictures at the front do not.</summary>
    public bool Needs(int input) => input < Node.Inputs.Length && wanted.Contains(Node.Inputs[input]);

    /// <summary>Whether anybody asks for the gradient of an input from a position on: of the weight or the bias, which one node computes.</summary>
    public bool NeedsAnyFrom(int input) => Enumerable.Range(input, Math.Max(0, Node.Inputs.Length - input)).Any(Needs);

    /// <summary>Adds a node to the backward part of the graph with one output of the shape and extent of an input.</summary>
    /// <param name="op">The operator, usually a nested record of the forward one: <c>new ReLU.Gradient()</c>.</param>
    /// <param name="of">The input whose gradient it computes; the value is named after it: <c>dConv1</c>.</param>
    /// <param name="inputs">What it reads.</param>
    public Value Add(Operator op, int of, params Value[] inputs)
    {
        Value target = Node.Inputs[of];
        Value result = graph.AddValue(ParameterGradients.NameOf(target), target.Shape, ValueRole.Intermediate, target.Extent);
        result.Like = target;
        graph.AddNode(op, ParameterGradients.NameOf(target), [.. inputs], [result], Node.Origin);
        return result;
    }

    /// <summary>Adds a node with any outputs; make them by <see cref="NewValue"/> and <see cref="ParameterGradient"/>.</summary>
    public Node AddNode(Operator op, string name, Value[] inputs, Value[] outputs) => graph.AddNode(op, name, [.. inputs], [.. outputs], Node.Origin);

    public Value NewValue(string name, Shape shape, Extent extent) => graph.AddValue(name, shape, ValueRole.Intermediate, extent);

    /// <summary>
    /// The shared value that receives the gradient of a parameter input with respect to this node, usually in the gradient block itself. A node
    /// that computes it lists it as output. Call it once for each parameter and node.
    /// </summary>
    public Value ParameterGradient(int input) => parameters.Add(Node.Inputs[input]);

    /// <summary>Says that <paramref name="gradient"/> is (a part of) the gradient of an input; parts from several readers are added up.</summary>
    public void Accumulate(int input, Value gradient)
    {
        Value target = Node.Inputs[input];
        if (ParameterGradients.IsLearned(target))
        {
            parameters.Add(target, gradient);
            return;
        }
        if (!gradients.TryGetValue(target, out Value? other))
        {
            gradients[target] = gradient;
            return;
        }
        Value sum = graph.AddValue(ParameterGradients.NameOf(target), target.Shape, ValueRole.Intermediate, target.Extent);
        sum.Like = target;
        Operator addition = target.Extent == Extent.Shared ? new SumGradients() : new Add();
        graph.AddNode(addition, "add" + CodeWriter.Pascal(target.Name), [other, gradient], [sum], Node.Origin);
        gradients[target] = sum;
    }
}
