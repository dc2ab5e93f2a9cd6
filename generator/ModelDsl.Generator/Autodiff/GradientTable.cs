using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Autodiff;

/// <summary>The gradients that the backward pass has found so far. Parts from several readers of a value are added up.</summary>
internal sealed class GradientTable
{
    private readonly Graph _graph;
    private readonly HashSet<Value> _wanted;
    private readonly Dictionary<Value, Value> _gradients = [];
    private readonly ParameterGradients _parameters;

    public GradientTable(Graph graph)
    {
        _graph = graph;
        _wanted = FindWanted(graph);
        _parameters = new ParameterGradients(graph);
    }

    /// <summary>Whether anybody asks for the gradient of a value.</summary>
    public bool IsWanted(Value value) => _wanted.Contains(value);

    /// <summary>The gradient of the loss with respect to a value, or null where the loss does not depend on it as far as is known.</summary>
    public Value? Find(Value value) => _gradients.TryGetValue(value, out Value? gradient) ? gradient : null;

    /// <summary>Says that a value is (a part of) the gradient of another.</summary>
    public void Add(Value target, Value part, LayerSpec? origin)
    {
        if (target.Role == ValueRole.Parameter) _parameters.Add(target, part);
        else _gradients[target] = Find(target) is { } other ? Sum(other, part, NewGradient(target), target, origin) : part;
    }

    /// <summary>A value that receives the gradient of a parameter; or what one reader contributes to it, if others turn out to.</summary>
    public Value ForParameter(Value parameter) => _parameters.Add(parameter);

    /// <summary>Adds up the gradients of parameters that have several readers.</summary>
    public void Finish() => _parameters.AddUp();

    /// <summary>The name of a gradient: <c>dConv1</c>.</summary>
    public static string NameOf(Value target) => "d" + CodeWriter.Pascal(target.Name);

    private Value Sum(Value a, Value b, Value sum, Value target, LayerSpec? origin)
    {
        _graph.AddNode(new Add(), "add" + CodeWriter.Pascal(target.Name), [a, b], [sum], origin);
        return sum;
    }

    /// <summary>A value of the same shape and extent, which lies as the target does.</summary>
    private Value NewGradient(Value target)
    {
        Value result = _graph.AddValue(NameOf(target), target.Shape, ValueRole.Intermediate, target.Extent);
        if (target.Extent == Extent.PerSample) result.Like = target;
        return result;
    }

    /// <summary>The values whose gradient somebody asks for: parameters that are learned, inputs where the caller wants it, and whatever was computed from them.</summary>
    private static HashSet<Value> FindWanted(Graph graph)
    {
        HashSet<Value> wanted = [.. graph.Parameters.Where(ParameterGradients.IsLearned), .. graph.Inputs.Where(input => input.RequiresGrad)];
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator is LayerOperator { PassesGradient: false }) continue;
            if (node.Inputs.Any(wanted.Contains)) wanted.UnionWith(node.Outputs.Where(output => output.Type == ElementType.Float32));
        }
        return wanted;
    }
}
