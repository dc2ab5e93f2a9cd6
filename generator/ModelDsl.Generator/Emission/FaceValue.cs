using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Emission;

/// <summary>An input, target or output as the emitted class shows it.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape of one sample.</param>
internal sealed record FaceValue(string Name, ElementType Type, Shape Shape)
{
    /// <summary>The element type in C#.</summary>
    public string Element => Type == ElementType.Int32 ? "int" : "float";

    /// <summary>What a sample is, of a target: <c>one</c> where it is a single number.</summary>
    public string Each => Shape.Count == 1 ? "one" : Shape.ToString();

    /// <summary>The parameter through which it is given.</summary>
    public string Given => $"global::System.ReadOnlySpan<{Element}> {Name}";

    /// <summary>The parameter through which it is received.</summary>
    public string Received => $"global::System.Span<{Element}> {Name}";

    /// <summary>The shape in messages: <c>3×32×32</c>.</summary>
    public string Times => Shape.Rank == 0 ? "1" : string.Join("×", Shape.Dimensions);
}
