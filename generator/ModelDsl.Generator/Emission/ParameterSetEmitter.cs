using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes the set of a model's parameters with a member for each layer: <c>Parameters.Conv1.Weight</c>. Layers within blocks are members of their block:
/// <c>Parameters.Stem.Conv1.Weight</c>.
/// </summary>
internal static class ParameterSetEmitter
{
    public static void Emit(CodeWriter code, Graph graph)
    {
        Member root = Member.Of(graph.Parameters);
        code.Line("/// <summary>The parameters and buffers of the network.</summary>");
        using (code.Block("public sealed class ParameterSet : global::ModelDsl.ParameterCollection"))
        {
            using (code.Block("internal ParameterSet(long seed) : base(Describe(), seed)")) EmitAssignments(code, root, "this");
            code.Line();
            EmitProperties(code, root);
            EmitDescriptions(code, graph);
        }
    }

    private static void EmitAssignments(CodeWriter code, Member group, string all)
    {
        foreach (Member member in group.Members)
        {
            string[] parameters = [.. member.Parameters.Select(parameter => $"{all}[{parameter.Index}]")];
            code.Line(parameters.Length == 0 ? $"{member.Name} = new {member.Type}({all});"
                : $"{member.Name} = {(parameters.Length == 1 ? parameters[0] : $"({string.Join(", ", parameters)})")};");
        }
    }

    private static void EmitProperties(CodeWriter code, Member group)
    {
        foreach (Member member in group.Members)
        {
            string kinds = string.Join(", ", member.Parameters.Select(parameter => $"global::ModelDsl.Parameter {Names.OfMember(parameter.Value.Parameter!.Kind)}"));
            string type = member.Parameters.Count switch { 0 => member.Type, 1 => "global::ModelDsl.Parameter", _ => $"({kinds})" };
            code.Line($"/// <summary>{Describe(member)}</summary>");
            code.Line($"public {type} {member.Name} {{ get; }}");
            code.Line();
        }
        foreach (Member member in group.Members.Where(member => member.Parameters.Count == 0))
        {
            code.Line($"/// <summary>{Describe(member)}</summary>");
            using (code.Block($"public sealed class {member.Type}"))
            {
                using (code.Block($"internal {member.Type}(global::ModelDsl.ParameterCollection all)")) EmitAssignments(code, member, "all");
                code.Line();
                EmitProperties(code, member);
            }
            code.Line();
        }
    }

    private static string Describe(Member member) => member.Parameters.Count > 0
        ? string.Join(", ", member.Parameters.Select(parameter => $"<c>{parameter.Value.Parameter!.Name}</c> {parameter.Value.Shape}"))
        : $"The parameters of <c>{member.Name}</c>.";

    private static void EmitDescriptions(CodeWriter code, Graph graph)
    {
        code.Line("private static global::ModelDsl.ParameterDescription[] Describe() =>");
        code.Line("[");
        using (code.Indented())
        {
            foreach (Value value in graph.Parameters)
            {
                ParameterSpec parameter = value.Parameter!;
                string shape = string.Join(", ", value.Shape.Dimensions);
                string bound = parameter.Initializer is Initializer.Uniform or Initializer.Orthogonal ? $", bound: {CodeWriter.Literal(parameter.Bound)}" : "";
                string buffer = parameter.IsBuffer ? ", isBuffer: true" : parameter.IsFrozen ? ", isFrozen: true" : "";
                code.Line($"new(\"{parameter.Name}\", \"{parameter.SequentialIndex}.{parameter.Kind}\", [{shape}], global::ModelDsl.Initialization.{parameter.Initializer}{bound}{buffer}){Options(parameter)},");
            }
        }
        code.Line("];");
    }

    /// <summary>What few parameters have, as an object initialiser.</summary>
    private static string Options(ParameterSpec parameter)
    {
        List<string> options = [];
        if (parameter.Mean != 0) options.Add($"Mean = {CodeWriter.Literal(parameter.Mean)}");
        if (parameter.Initializer == Initializer.Normal) options.Add($"Std = {CodeWriter.Literal(parameter.Std)}");
        if (parameter.Group is { } group) options.Add($"Group = {CodeWriter.Literal(group)}");
        if (parameter.Aliases.Count > 0) options.Add($"Aliases = [{string.Join(", ", parameter.Aliases.Items.Select(alias => $"\"{alias.Name}\""))}]");
        return options.Count == 0 ? "" : $" {{ {string.Join(", ", options)} }}";
    }

    /// <summary>A layer with its parameters, or what holds such.</summary>
    private sealed class Member(string name, string path)
    {
        public string Name { get; } = name;

        /// <summary>The class of what holds layers. It has the names of all around it, because a block may be called like the one that it is part of.</summary>
        public string Type => path + "Set";

        public List<Member> Members { get; } = [];

        public List<(int Index, Value Value)> Parameters { get; } = [];

        /// <summary>The tree of members: by the paths of their layers.</summary>
        public static Member Of(IReadOnlyList<Value> parameters)
        {
            Member root = new("", "");
            for (int i = 0; i < parameters.Count; i++)
            {
                ParameterSpec parameter = parameters[i].Parameter!;
                foreach (string path in (string[])[parameter.Member, .. parameter.Aliases.Items.Select(alias => alias.Member)])
                {
                    Member current = root;
                    foreach (string name in path.Split('.')) current = current.Find(name);
                    current.Parameters.Add((i, parameters[i]));
                }
            }
            return root;
        }

        private Member Find(string name)
        {
            if (Members.Find(member => member.Name == name) is { } found) return found;
            Members.Add(new Member(name, path + name));
            return Members[Members.Count - 1];
        }
    }
}
