using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Emission;

/// <summary>Writes the class of a model's parameters, with a member for each layer.</summary>
internal static class ParameterSetEmitter
{
    public static void Emit(CodeWriter code, Graph graph)
    {
        code.Line("/// <summary>The parameters and buffers of the network.</summary>");
        using (code.Block("public sealed class ParameterSet : global::ModelDsl.ParameterCollection"))
        {
            using (code.Block("internal ParameterSet(long seed) : base(Describe(), seed)"))
            {
                for (int i = 0; i < graph.Parameters.Count;)
                {
                    int first = i;
                    string layer = graph.Parameters[i].Parameter!.Layer;
                    while (i < graph.Parameters.Count && graph.Parameters[i].Parameter!.Layer == layer) i++;
                    string members = string.Join(", ", Enumerable.Range(first, i - first).Select(index => $"this[{index}]"));
                    code.Line($"{Names.OfMember(layer)} = {(i - first == 1 ? members : $"({members})")};");
                }
            }
            code.Line();
            foreach (IGrouping<string, Value> layer in graph.Parameters.GroupBy(value => value.Parameter!.Layer))
            {
                string kinds = string.Join(", ", layer.Select(value => $"global::ModelDsl.Parameter {Names.OfMember(value.Parameter!.Kind)}"));
                string type = layer.Count() == 1 ? "global::ModelDsl.Parameter" : $"({kinds})";
                code.Line($"/// <summary>{string.Join(", ", layer.Select(value => $"<c>{value.Parameter!.Name}</c> {value.Shape}"))}</summary>");
                code.Line($"public {type} {Names.OfMember(layer.Key)} {{ get; }}");
                code.Line();
            }
            code.Line("private static global::ModelDsl.ParameterDescription[] Describe() =>");
            code.Line("[");
            using (code.Indented())
            {
                foreach (Value value in graph.Parameters)
                {
                    ParameterSpec parameter = value.Parameter!;
                    string bound = parameter.Initializer == Initializer.Uniform ? $", bound: {CodeWriter.Literal(parameter.Bound)}" : "";
                    string buffer = parameter.IsBuffer ? ", isBuffer: true" : "";
                    string frozen = parameter.IsFrozen ? ", isFrozen: true" : "";
                    code.Line($"new(\"{parameter.Name}\", \"{parameter.SequentialIndex}.{parameter.Kind}\", [{string.Join(", ", value.Shape.Dimensions)}], global::ModelDsl.Initialization.{parameter.Initializer}{bound}{buffer}{frozen}),");
                }
            }
            code.Line("];");
        }
    }
}
