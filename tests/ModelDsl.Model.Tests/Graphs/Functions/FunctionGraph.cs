using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>
/// Builds a graph around a function. An operand of each sample is a matrix times the input, so that the matrix's gradient tells that of the
/// operand for each sample: the input ends with a 1 at the sample's number. The loss is the sum of squared distances from targets.
/// </summary>
internal static class FunctionGraph
{
    /// <summary>The largest batch whose gradients can be told apart.</summary>
    public const int LargestBatch = 7;

    private const int LinearOutputs = 3;

    public static Graph Build(FunctionCase test)
    {
        Graph graph = new("Function");
        FunctionOperand[] operands = [.. OperandsOf(test)];
        int inputs = InputCount(operands);
        Value input = graph.AddValue("input", Shape.Of(inputs), ValueRole.Input);
        graph.Inputs.Add(input);
        Value[] values = [.. operands.Select((operand, i) => AddOperand(graph, operand, $"operand{i}", input))];

        LayerOperator op = test.CreateOperator();
        Value[] given = values[..test.Operands.Length];
        List<Problem> problems = [];
        ShapeContext shapes = new(test.Call, "function", 0, [.. given], problems);
        op.Infer(shapes);
        Assert.Empty(problems);
        Value result = graph.AddValue("result", shapes.Output!, ValueRole.Intermediate, op.ExtentOf([.. given]));
        graph.AddNode(op, "result", [.. given], [result], test.Call);

        Value output = result;
        if (values.Length > given.Length) output = AddSum(graph, "carried", values[^1], result);
        if (test.IsBetweenConvolutions)
        {
            output = AddConvolution(graph, output, "after");
            if (given[0].Shape == output.Shape && given[0].Extent == Extent.PerSample) output = AddSum(graph, "both", output, AddConvolution(graph, given[0], "beside"));
        }
        if (test.IsBeforeLinear)
        {
            Value weight = AddParameter(graph, "after", Shape.Of(LinearOutputs, output.Shape[0]));
            Value after = graph.AddValue("after", Shape.Of(LinearOutputs));
            graph.AddNode(new Linear(LinearOutputs, Bias: false), "after", [output, weight], [after]);
            output = after;
        }
        graph.Outputs.Add(output);
        Value target = graph.AddValue("targets", output.Shape, ValueRole.Target);
        graph.Targets.Add(target);
        Value loss = graph.AddValue("loss", Shape.Scalar, ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(new MSELoss(Generator.Operators.Reduction.Sum), "loss", [output, target], [loss]);
        graph.Loss = loss;
        GraphVerifier.Verify(graph, "the test");
        return graph;
    }

    /// <summary>The operands, and zeros of each sample where the result would be shared: the loss compares samples.</summary>
    public static IEnumerable<FunctionOperand> OperandsOf(FunctionCase test)
        => test.Operands.Any(operand => operand.Source == Source.Samples) ? test.Operands
        : [.. test.Operands, FunctionOperand.Samples(test.Definition([.. test.Operands.Select(operand => new NdArray(operand.SeenShape))]).Shape) with { Draw = _ => 0 }];

    public static int InputCount(FunctionOperand[] operands) => operands.Where(operand => operand.Source == Source.Samples).Sum(operand => operand.Count) + LargestBatch;

    private static Value AddOperand(Graph graph, FunctionOperand operand, string name, Value input)
    {
        Shape shape = Shape.Of(operand.Shape);
        if (operand.Source == Source.Samples)
        {
            Value weight = AddParameter(graph, name, Shape.Of(operand.Count, input.Shape[0]));
            Value vector = graph.AddValue(name + "Vector", Shape.Of(operand.Count));
            graph.AddNode(new Linear(operand.Count, Bias: false), name + "Vector", [input, weight], [vector]);
            if (operand.Shape.Length == 1) return vector;
            Value shaped = graph.AddValue(name, shape);
            graph.AddNode(new Unflatten(shape), name, [vector], [shaped]);
            if (!operand.IsFlattened) return shaped;
            Value flat = graph.AddValue(name + "Flat", Shape.Of(operand.Count));
            graph.AddNode(new Flatten(), name + "Flat", [shaped], [flat]);
            return flat;
        }
        Value parameter = AddParameter(graph, name, shape);
        if (operand.Source == Source.Parameter) return parameter;
        Value computed = graph.AddValue(name + "Computed", shape, ValueRole.Intermediate, Extent.Shared);
        graph.AddNode(new Multiply(Right: 1), name + "Computed", [parameter], [computed]);
        return computed;
    }

    private static Value AddParameter(Graph graph, string name, Shape shape)
    {
        Value parameter = graph.AddValue(name + "Weight", shape, ValueRole.Parameter, Extent.Shared);
        parameter.Parameter = new ParameterSpec(name, "weight", 0, shape, Initializer.Uniform, 0.3f);
        graph.Parameters.Add(parameter);
        return parameter;
    }

    private static Value AddSum(Graph graph, string name, Value a, Value b)
    {
        Value sum = graph.AddValue(name, a.Shape);
        graph.AddNode(new Add(), name, [a, b], [sum]);
        return sum;
    }

    private static Value AddConvolution(Graph graph, Value from, string name)
    {
        int channels = from.Shape[0];
        Value weight = AddParameter(graph, name, Shape.Of(channels, channels, 3, 3));
        Value result = graph.AddValue(name, from.Shape);
        graph.AddNode(new Conv2d(channels, 3, 3, 1, 1, 1, 1, 1, 1, 1, Bias: false), name, [from, weight], [result]);
        return result;
    }
}
