namespace ModelDsl.Mistakes;

/// <summary>
/// A mistake that people make with PyTorch, as its forum and issue trackers show, written as a model: what the editor says about it, and the model without it. The tests of the generator
/// hold what is said; those of models run the mended ones.
/// </summary>
/// <param name="Name">What is wrong, and in brackets what PyTorch says when the program runs.</param>
/// <param name="Wrong">The members of the class <c>Net</c>.</param>
/// <param name="Id">The diagnostic.</param>
/// <param name="Text">What is underlined.</param>
/// <param name="Message">What is said.</param>
/// <param name="Edits">What makes the model right: each text and what is written in its place.</param>
public sealed record Mistake(string Name, string Wrong, string Id, string Text, string Message, params (string Old, string New)[] Edits)
{
    /// <summary>Further classes.</summary>
    public string Others { get; init; } = "";

    /// <summary>All of them, by topic.</summary>
    public static IEnumerable<Mistake> All => [.. LayerMistakes.All, .. JoinMistakes.All, .. ShapeMistakes.All, .. ReductionMistakes.All, .. LossMistakes.All, .. BodyMistakes.All, .. HabitMistakes.All];

    /// <summary>The source of the model with the mistake.</summary>
    public string WrongSource => Source(Wrong);

    /// <summary>The source of the mended model.</summary>
    public string MendedSource
    {
        get
        {
            string members = Wrong;
            foreach ((string old, string @new) in Edits)
            {
                if (!members.Contains(old, StringComparison.Ordinal)) throw new InvalidOperationException($"'{Name}' has no '{old}' to mend");
                members = members.Replace(old, @new, StringComparison.Ordinal);
            }
            return Source(members);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private string Source(string members) => $"[Model]\npublic partial class Net\n{{\n{members}\n}}\n{Others}\n";
}
