using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// What an operator writes its eager counterpart with: one call in the body of a block, which computes on real values, slowly and plainly. It shares no kernel
/// with the compiled network.
/// </summary>
/// <param name="x">What the layer is given.</param>
/// <param name="owner">The C# expression of the name that its parameters start with: <c>"stem.0"</c>.</param>
/// <param name="target">What a loss compares with.</param>
internal sealed class EagerCall(string x, string owner, string? target = null)
{
    /// <summary>The scope of an emitted class: its parameters, whether it trains, and random numbers.</summary>
    public const string Scope = "_eager";

    public string X => x;

    /// <summary>The parameter of a kind, as a tensor or a parameter; <c>null</c> if the layer has none.</summary>
    public string Parameter(string kind, bool exists = true) => exists ? $"{Scope}[{owner}, \"{kind}\"]" : "null";

    public string Training => $"{Scope}.IsTraining";

    public string Random => $"{Scope}.Random";

    /// <summary>A call of a layer.</summary>
    public string Layer(string name, params string[] arguments) => $"global::ModelDsl.EagerLayers.{name}({string.Join(", ", [x, .. arguments])})";

    /// <summary>A call of a tensor function.</summary>
    public string Function(string name, params string[] arguments) => $"global::ModelDsl.TensorFunctions.{name}({string.Join(", ", [x, .. arguments])})";

    /// <summary>A call of a loss, whose further arguments are the layer's own.</summary>
    public string Loss(string name, LayerSpec layer)
    {
        IEnumerable<string> options = layer.Arguments.Items.Select(argument => $"{char.ToLowerInvariant(argument.Name[0])}{argument.Name.Substring(1)}: {Literal(argument)}");
        return $"global::ModelDsl.TensorFunctions.{name}({string.Join(", ", [x, target ?? "", .. options])})";
    }

    private static string Literal(ArgumentSpec argument) => argument.Value switch
    {
        float number => CodeWriter.Literal(number),
        double number => CodeWriter.Literal((float)number),
        bool flag => CodeWriter.Literal(flag),
        EquatableArray<float> numbers => CodeWriter.Literal(numbers),
        string word when argument.Name == "Reduction" => $"global::ModelDsl.Reduction.{word}",
        string word => $"\"{word}\"",
        object other => FormattableString.Invariant($"{other}"),
    };
}
