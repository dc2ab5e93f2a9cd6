using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>Writes a graph by hand, a line for each layer.</summary>
internal static class GraphParts
{
    public static Value AddInput(this Graph graph, string name, params int[] shape)
    {
        Value input = graph.AddValue(name, Shape.Of(shape), ValueRole.Input);
        graph.Inputs.Add(input);
        return input;
    }

    public static Value AddTarget(this Graph graph, string name, ElementType type, params int[] shape)
    {
        Value target = graph.AddValue(name, Shape.Of(shape), ValueRole.Target, Extent.PerSample, type);
        graph.Targets.Add(target);
        return target;
    }

    /// <summary>A parameter <c>layer.kind</c>.</summary>
    public static Value AddParameter(this Graph graph, string layer, string kind, bool isFrozen, params int[] shape)
    {
        Value parameter = graph.AddValue(Names.OfParameter(layer, kind), Shape.Of(shape), ValueRole.Parameter, Extent.Shared);
        parameter.Parameter = new ParameterSpec(layer, kind, 0, parameter.Shape, Initializer.Uniform, 0.4f, IsFrozen: isFrozen);
        graph.Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>A layer of one output: an operator over values.</summary>
    public static Value Apply(this Graph graph, Operator op, string name, Shape shape, params Value[] inputs)
    {
        Value output = graph.AddValue(name, shape);
        graph.AddNode(op, name, [.. inputs], [output]);
        return output;
    }

    public static Value ReLU(this Graph graph, string name, Value x) => graph.Apply(new ReLU(), name, x.Shape, x);

    public static Value Tanh(this Graph graph, string name, Value x) => graph.Apply(new Tanh(), name, x.Shape, x);

    public static Value Add(this Graph graph, string name, Value a, Value b) => graph.Apply(new Add(), name, a.Shape, a, b);

    public static Value Flatten(this Graph graph, string name, Value x) => graph.Apply(new Flatten(), name, Shape.Of((int)x.Shape.Count), x);

    public static Value Linear(this Graph graph, string name, Value x, int features, bool isFrozen = false)
        => graph.Linear(
            name, x, graph.AddParameter(name, "weight", isFrozen, features, x.Shape[x.Shape.Rank - 1]), graph.AddParameter(name, "bias", isFrozen, features));

    /// <summary>A linear layer with parameters that others may have too.</summary>
    public static Value Linear(this Graph graph, string name, Value x, Value weight, Value bias)
        => graph.Apply(new Linear(weight.Shape[0], Bias: true), name, x.Shape.Rank == 1 ? bias.Shape : Shape.Of(x.Shape[0], weight.Shape[0]), x, weight, bias);

    /// <summary>A convolution 3×3 that keeps the size of the picture.</summary>
    public static Value Convolve(this Graph graph, string name, Value x, int channels, bool isFrozen = false)
        => graph.Convolve(name, x, graph.AddParameter(name, "weight", isFrozen, channels, x.Shape[0], 3, 3), graph.AddParameter(name, "bias", isFrozen, channels));

    /// <summary>A convolution with parameters that others may have too.</summary>
    public static Value Convolve(this Graph graph, string name, Value x, Value weight, Value bias)
        => graph.Apply(new Conv2d(weight.Shape[0], 3, 3, 1, 1, 1, 1, 1, 1, 1, Bias: true), name, Shape.Of(weight.Shape[0], x.Shape[1], x.Shape[2]), x, weight, bias);

    /// <summary>One number for the batch.</summary>
    public static Value Compare(this Graph graph, LossOperator loss, string name, Value prediction, Value target)
    {
        Value value = graph.AddValue(name, Shape.Scalar, ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(loss, name, [prediction, target], [value]);
        return value;
    }
}
