namespace ModelDsl.Model.Tests.Declarations;

/// <summary>One attribute of a declaration: its name and what was written between its brackets, by the name of the property.</summary>
internal sealed record DeclaredLayer(string Kind, IReadOnlyDictionary<string, object> Arguments)
{
    public int Int(string name, int otherwise) => Arguments.TryGetValue(name, out object? value) ? Convert.ToInt32(value) : otherwise;

    public double Double(string name, double otherwise) => Arguments.TryGetValue(name, out object? value) ? Convert.ToDouble(value) : otherwise;

    public bool Bool(string name, bool otherwise) => Arguments.TryGetValue(name, out object? value) ? (bool)value : otherwise;

    public string Word(string name, string otherwise) => Arguments.TryGetValue(name, out object? value) ? (string)value : otherwise;

    public double[]? Doubles(string name) => Arguments.TryGetValue(name, out object? value) ? (double[])value : null;

    /// <summary>A height and a width, each written by itself (<c>StrideHeight</c>) or both at once (<c>Stride</c>).</summary>
    public (int Height, int Width) Pair(string name, int otherwise) => Pair(name, (otherwise, otherwise));

    public (int Height, int Width) Pair(string name, (int Height, int Width) otherwise) =>
        (Int(name + "Height", Int(name, otherwise.Height)), Int(name + "Width", Int(name, otherwise.Width)));
}
