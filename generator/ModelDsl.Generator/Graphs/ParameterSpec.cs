using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Graphs;

/// <summary>How a parameter or buffer starts.</summary>
internal enum Initializer
{
    Zeros,
    Ones,

    /// <summary>Uniform in ±<see cref="ParameterSpec.Bound"/> around <see cref="ParameterSpec.Mean"/>.</summary>
    Uniform,

    /// <summary>All <see cref="ParameterSpec.Mean"/>.</summary>
    Constant,

    /// <summary>Normal, with <see cref="ParameterSpec.Mean"/> and <see cref="ParameterSpec.Std"/>.</summary>
    Normal,

    /// <summary>Rows at right angles, of length <see cref="ParameterSpec.Bound"/>.</summary>
    Orthogonal,
}

/// <summary>A parameter or buffer of the model.</summary>
/// <param name="Layer">The layer's name: <c>conv1</c>.</param>
/// <param name="Kind">The name within the layer: <c>weight</c>.</param>
/// <param name="SequentialIndex">The layer's position in the chain, by which PyTorch's <c>nn.Sequential</c> would name it.</param>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="Bound">The bound of a uniform start, or the length of orthogonal vectors.</param>
/// <param name="IsBuffer">Whether it is state that no optimizer changes.</param>
/// <param name="IsFrozen">Whether it is a parameter that keeps its values.</param>
internal sealed record ParameterSpec(
    string Layer, string Kind, int SequentialIndex, Shape Shape, Initializer Initializer, float Bound = 0, bool IsBuffer = false, bool IsFrozen = false)
{
    /// <summary>The members that lead to its layer: <c>Conv1</c>, <c>Stem.Conv1</c>.</summary>
    public string Member { get; init; } = Names.OfMember(Layer);

    /// <summary>Whether it is learned: it has a gradient, and lies where optimizers walk.</summary>
    public bool IsTrainable => !IsBuffer && !IsFrozen;

    /// <summary>The middle of a uniform start, the mean of a normal one, or the constant.</summary>
    public float Mean { get; init; }

    /// <summary>The standard deviation of a normal start.</summary>
    public float Std { get; init; }

    /// <summary>The group that optimizers find it by; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>What else it is called: by blocks that are tied to its own.</summary>
    public EquatableArray<ParameterAlias> Aliases { get; init; } = EquatableArray<ParameterAlias>.Empty;

    /// <summary>PyTorch's name: <c>conv1.weight</c>.</summary>
    public string Name => Layer + "." + Kind;
}

/// <param name="Name">The name that PyTorch gives it there: <c>decode.weight</c>.</param>
/// <param name="Member">The members that lead to the layer there: <c>Decode</c>.</param>
internal sealed record ParameterAlias(string Name, string Member);
