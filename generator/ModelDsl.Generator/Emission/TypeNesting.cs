using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Emission;

/// <summary>Writes the namespace and the containing types around the emitted half of the user's class.</summary>
internal static class TypeNesting
{
    /// <param name="code">Where to.</param>
    /// <param name="type">The user's class.</param>
    /// <param name="bases">What follows its name: <c> : IModel</c>.</param>
    /// <param name="documentation">Doc comment lines for the class; empty for none.</param>
    /// <param name="members">Writes what stands inside.</param>
    public static void Write(CodeWriter code, TypeSpec type, string bases, string documentation, Action members)
    {
        Stack<CodeWriter.Scope> scopes = new();
        if (type.Namespace.Length > 0) scopes.Push(code.Block($"namespace {type.Namespace}"));
        foreach (string container in type.Containers) scopes.Push(code.Block(container));
        if (documentation.Length > 0) code.Lines(documentation.TrimEnd());
        scopes.Push(code.Block(type.Header + bases));
        members();
        while (scopes.Count > 0) scopes.Pop().Dispose();
    }

    /// <summary>The name of an emitted file: <c>{Namespace}.{Type}.{Part}.g.cs</c>.</summary>
    public static string HintName(TypeSpec type, string part) => $"{FullName(type)}.{part}.g.cs";

    /// <summary>The class in <c>ModelDsl.Generated</c> that holds the engines: there no name of the user's can come between.</summary>
    public static string EngineClass(TypeSpec type) => FullName(type).Replace("_", "__").Replace('.', '_');

    private static string FullName(TypeSpec type)
    {
        IEnumerable<string> containers = type.Containers.Items.Select(container => container.Substring(container.LastIndexOf(' ') + 1));
        IEnumerable<string> names = [type.Namespace, .. containers, type.Name];
        return string.Join(".", names.Where(name => name.Length > 0)).Replace("@", "");
    }
}
