using System.Text;

namespace ModelDsl.Generator.Graphs;

/// <summary>Which names values may have, so that emitted code can use them as locals.</summary>
internal static class Names
{
    // What emitted methods call their own parameters, locals and members.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "piece", "first", "count", "task", "p", "n", "x", "y", "i", "j", "k", "c", "r", "inputs", "outputs", "targets", "optimizer", "parameters", "gradients",
        "buffers", "arena", "loss", "seed", "batch", "batchSize", "samples", "workers", "value", "values", "summary", "sum", "total", "key",
    };

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while", "field", "scoped", "var", "nameof", "await", "async", "yield", "file", "required", "dynamic", "record", "partial", "where", "when", "with",
    };

    public static bool IsKeyword(string name) => Keywords.Contains(name);

    public static bool IsReserved(string name) => Reserved.Contains(name) || Keywords.Contains(name);

    /// <summary>Whether a name can stand in C# as it is: letters, digits and underscores, no digit first, no keyword.</summary>
    public static bool IsIdentifier(string name)
        => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_') && !IsKeyword(name);

    /// <summary>The name of the value that a layer computes: <c>Stem</c> → <c>stem</c>; one that is taken gets an end, <c>count</c> → <c>countLayer</c>.</summary>
    public static string OfValue(string layer)
    {
        string name = char.ToLowerInvariant(layer[0]) + layer.Substring(1);
        return IsReserved(name) ? name + "Layer" : name;
    }

    /// <summary>The name of a parameter's value: <c>bn1</c>, <c>running_mean</c> → <c>bn1RunningMean</c>.</summary>
    public static string OfParameter(string layer, string kind)
    {
        StringBuilder name = new(char.ToLowerInvariant(layer[0]) + layer.Substring(1));
        foreach (string word in kind.Split('_')) name.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        return name.ToString();
    }
}
