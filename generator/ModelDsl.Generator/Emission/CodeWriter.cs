using System.Globalization;
using System.Text;

namespace ModelDsl.Generator.Emission;

/// <summary>Writes indented C#: <c>\n</c> on every platform, numbers by the invariant culture.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    public void Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', 4 * _indent).Append(line);
        _text.Append('\n');
    }

    /// <summary>Writes several lines, each indented.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r", "").Split('\n')) Line(line);
    }

    /// <summary>Writes a header line and braces around what follows until the result is disposed of.</summary>
    public Scope Block(string header)
    {
        if (header.Length > 0) Line(header);
        Line("{");
        _indent++;
        return new Scope(this, "}", 1);
    }

    /// <summary>Writes a comment above what follows; neither braces nor indentation.</summary>
    public Scope Remark(string text)
    {
        Line("// " + text);
        return new Scope(this, null, 0);
    }

    /// <summary>Indents what follows until the result is disposed of.</summary>
    public Scope Indented()
    {
        _indent++;
        return new Scope(this, null, 1);
    }

    /// <summary>A sum in C#, without the terms that are 0; <c>0</c> if none is left.</summary>
    public static string Sum(params string[] terms)
    {
        string[] left = [.. terms.Where(term => term is not ("" or "0"))];
        return left.Length == 0 ? "0" : string.Join(" + ", left);
    }

    public static string Literal(float value)
        => float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
        : float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
        : float.IsNaN(value) ? "float.NaN"
        : value.ToString("R", CultureInfo.InvariantCulture) + "f";

    public static string Literal(bool value) => value ? "true" : "false";

    /// <summary>A string between quotation marks, whatever is in it.</summary>
    public static string Literal(string text)
        => "\"" + string.Concat(text.Select(c => c is '"' or '\\' ? $"\\{c}" : c is < ' ' or > '~' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";

    /// <summary>An array that the compiler turns into constant data where a span is wanted.</summary>
    public static string Literal(IEnumerable<float> values) => $"new[] {{ {string.Join(", ", values.Select(Literal))} }}";

    /// <summary><c>conv1</c> → <c>Conv1</c>.</summary>
    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    public override string ToString() => _text.ToString();

    /// <summary>The end of a block.</summary>
    internal readonly struct Scope(CodeWriter writer, string? close, int depth) : IDisposable
    {
        public void Dispose()
        {
            writer._indent -= depth;
            if (close is not null) writer.Line(close);
        }
    }
}
