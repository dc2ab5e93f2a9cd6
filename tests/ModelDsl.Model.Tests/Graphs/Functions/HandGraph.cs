using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Writes a graph as a front end would: each call is a node whose shape and extent follow from its inputs.</summary>
internal sealed class HandGraph
{
    private int _calls;

    public Graph Graph { get; } = new("Hand");

    public Value Input(params int[] shape)
    {
        Value input = Graph.AddValue("input", Shape.Of(shape), ValueRole.Input);
        Graph.Inputs.Add(input);
        return input;
    }

    public Value Target(params int[] shape)
    {
        Value target = Graph.AddValue("targets", Shape.Of(shape), ValueRole.Target);
        Graph.Targets.Add(target);
        return target;
    }

    public Value Parameter(string name, params int[] shape)
    {
        Value parameter = Graph.AddValue(name + "Weight", Shape.Of(shape), ValueRole.Parameter, Extent.Shared);
        parameter.Parameter = new ParameterSpec(name, "weight", 0, parameter.Shape, Initializer.Uniform, 1);
        Graph.Parameters.Add(parameter);
        return parameter;
    }

    public Value Call(LayerSpec call, params Value[] inputs)
    {
        LayerOperator op = FunctionCatalog.Knows(call.Kind) ? FunctionCatalog.Create(call) : OperatorCatalog.Create(call);
        ShapeContext shapes = new(call, "call", _calls, [.. inputs], []);
        op.Infer(shapes);
        string name = $"call{++_calls}";
        Value result = Graph.AddValue(name, shapes.Output!, ValueRole.Intermediate, op.ExtentOf([.. inputs]));
        Graph.AddNode(op, name, [.. inputs], [result], call);
        return result;
    }

    public Value Call(string kind, params Value[] inputs) => Call(FunctionCase.Of(kind), inputs);

    /// <summary>Ends the graph.</summary>
    public Graph Train(Value output, Value loss)
    {
        Graph.Outputs.Add(output);
        Graph.Loss = loss;
        GraphVerifier.Verify(Graph, "the test");
        return Graph;
    }
}
