namespace ModelDsl.Generator.Declaration;

/// <summary>One step of a program: a layer, a tensor function or a loss, and what it is given.</summary>
/// <param name="Layer">What it is, as written.</param>
/// <param name="Inputs">What it is given; its parameters follow from that.</param>
/// <param name="Owner">
/// What the names of its parameters start with: <c>stem.0</c>. Operations of the same owner are one layer that is used several times. Null in a chain, where
/// layers are counted, and for functions.
/// </param>
/// <param name="Name">What it, or what it computes, is called in C#: <c>Stem.Conv1</c> for a layer, the local variable that a function's result goes to; null where nothing is said.</param>
/// <param name="Learning">How its parameters are learned; null where nothing is said.</param>
internal sealed record OperationSpec(LayerSpec Layer, EquatableArray<OperandSpec> Inputs, string? Owner = null, string? Name = null, LearningSpec? Learning = null)
{
    /// <summary>The block whose weight its layer has; null for a weight of its own.</summary>
    public TieSpec? Tie { get; init; }

    /// <summary>Whether its parameters are not learned.</summary>
    public bool IsFrozen => Learning is { IsFrozen: true };

    /// <summary>Where the model's own body calls the block that it is part of: a place as <see cref="LayerSpec.Index"/> is one. Null in a chain, and for functions.</summary>
    public int? Call { get; init; }

    /// <summary>The model that it stands in, where that is another one, used as a block; null for the model's own.</summary>
    public string? Model { get; init; }

    /// <summary>The block whose value it computes: that of the block's last layer. Null for all others.</summary>
    public string? Result { get; init; }
}

/// <summary>The kinds of what operations are given.</summary>
internal enum OperandKind
{
    Input,
    Target,

    /// <summary>What an operation computes.</summary>
    Operation,
}

/// <summary>Something that a program has by name or by number.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Which of its kind.</param>
internal readonly record struct OperandSpec(OperandKind Kind, int Index)
{
    public static OperandSpec Input(int index) => new(OperandKind.Input, index);

    public static OperandSpec Target(int index) => new(OperandKind.Target, index);

    public static OperandSpec Operation(int index) => new(OperandKind.Operation, index);
}
