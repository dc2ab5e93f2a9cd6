using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Autodiff;

/// <summary>What an operator writes its gradient with: one node of the forward graph, seen from behind.</summary>
internal sealed class Differentiation(Graph graph, Node node, GradientTable gradients)
{
    public Node Node { get; } = node;

    /// <summary>The gradient of the loss with respect to the node's first output: the same shape and extent.</summary>
    public Value OutputGradient => gradients.Find(Node.Output)!;

    /// <summary>For a loss layer: the gradient of what is made small with respect to this loss; null where they are the same.</summary>
    public Value? LossGradient => LossOperator.LossOf(graph, Node) is { } loss ? gradients.Find(loss) : null;

    /// <summary>Whether anybody asks for the gradient of this input: parameters do, frozen ones and pictures at the front do not.</summary>
    public bool Needs(int input) => input < Node.Inputs.Length && gradients.IsWanted(Node.Inputs[input]);

    /// <summary>Whether anybody asks for the gradient of an input from a position on: of the weight or the bias, which one node computes.</summary>
    public bool NeedsAnyFrom(int input) => Enumerable.Range(input, Math.Max(0, Node.Inputs.Length - input)).Any(Needs);

    /// <summary>Adds a node to the backward part of the graph with one output of the shape and extent of an input.</summary>
    /// <param name="op">The operator, usually a nested record of the forward one: <c>new ReLU.Gradient()</c>.</param>
    /// <param name="of">The input whose gradient it computes; the value is named after it: <c>dConv1</c>.</param>
    /// <param name="inputs">What it reads.</param>
    public Value Add(Operator op, int of, params Value[] inputs)
    {
        Value target = Node.Inputs[of];
        Value result = graph.AddValue(GradientTable.NameOf(target), target.Shape, ValueRole.Intermediate, target.Extent);
        if (target.Extent == Extent.PerSample) result.Like = target;
        graph.AddNode(op, GradientTable.NameOf(target), [.. inputs], [result], Node.Origin);
        return result;
    }

    /// <summary>
    /// Adds a node whose output has the shape and extent of the node's output: a gradient of an input that broadcasts, before it is summed
    /// over what repeats (<see cref="AccumulateSum"/>).
    /// </summary>
    public Value AddBroadcast(Operator op, int of, params Value[] inputs)
    {
        Value target = Node.Inputs[of], output = Node.Output;
        if (target.Shape == output.Shape && target.Extent == output.Extent) return Add(op, of, inputs);
        string name = GradientTable.NameOf(target) + "Each";
        Value result = graph.AddValue(name, output.Shape, ValueRole.Intermediate, output.Extent);
        if (output.Extent == Extent.PerSample) result.Like = output;
        graph.AddNode(op, name, [.. inputs], [result], Node.Origin);
        return result;
    }

    /// <summary>Adds a node with any outputs; make them by <see cref="NewValue"/> and <see cref="ParameterGradient"/>.</summary>
    public Node AddNode(Operator op, string name, Value[] inputs, Value[] outputs) => graph.AddNode(op, name, [.. inputs], [.. outputs], Node.Origin);

    public Value NewValue(string name, Shape shape, Extent extent) => graph.AddValue(name, shape, ValueRole.Intermediate, extent);

    /// <summary>
    /// The value that receives the gradient of a parameter input: in the gradient block, or a part of it where the parameter has several
    /// readers. A node that computes it lists it as output; it is not accumulated in addition.
    /// </summary>
    public Value ParameterGradient(int input) => gradients.ForParameter(Node.Inputs[input]);

    /// <summary>Says that <paramref name="gradient"/> is (a part of) the gradient of an input, of its shape and extent; parts from several readers are added up.</summary>
    public void Accumulate(int input, Value gradient) => gradients.Add(Node.Inputs[input], gradient, Node.Origin);

    /// <summary>
    /// The same for a gradient of the output's shape and extent, of which the input is a smaller one: it is summed over the dimensions in which the
    /// input repeated, and over the samples where the input is shared by them.
    /// </summary>
    public void AccumulateSum(int input, Value gradient)
    {
        Value target = Node.Inputs[input];
        if (target.Extent == gradient.Extent)
            Accumulate(input, target.Shape == gradient.Shape ? gradient : Add(new BroadcastSum(), input, gradient));
        else
            AccumulateParts(input, new BroadcastSum(), gradient);
    }

    /// <summary>
    /// Adds the gradient of an input that the samples share: a node that leaves a part for each piece of the batch, in the shape of the input, and
    /// one that adds up the parts.
    /// </summary>
    /// <param name="input">The shared input.</param>
    /// <param name="op">Computes the part of one piece: its only output, dense in the declared order.</param>
    /// <param name="inputs">What it reads.</param>
    public void AccumulateParts(int input, Operator op, params Value[] inputs)
    {
        Value target = Node.Inputs[input];
        string name = GradientTable.NameOf(target);
        Value parts = graph.AddValue(name + "Parts", target.Shape, ValueRole.Intermediate, Extent.PerPiece);
        Value sums = graph.AddValue(name + "Sums", Shape.Of(2 * Layout.RoundUp((int)target.Shape.Count)), ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(op, name + "Parts", [.. inputs], [parts], Node.Origin);
        bool isParameter = target.Role == ValueRole.Parameter;
        Value result = isParameter ? ParameterGradient(input) : graph.AddValue(name, target.Shape, ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(new MergeParts(), name + "Merge", [parts], [sums, result], Node.Origin);
        if (!isParameter) Accumulate(input, result);
    }
}
