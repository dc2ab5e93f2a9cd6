using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Graphs;

/// <summary>What a value is to the model.</summary>
internal enum ValueRole
{
    /// <summary>Given by the caller.</summary>
    Input,

    /// <summary>What the loss compares with; given by the caller.</summary>
    Target,

    /// <summary>Learned: lives in the parameter block; a frozen one, which is not, in that of the buffers.</summary>
    Parameter,

    /// <summary>State that is not learned (running statistics): lives in the parameter collection's buffer block.</summary>
    Buffer,

    /// <summary>The gradient of a parameter: lives in the gradient block, laid out as the parameter.</summary>
    ParameterGradient,

    /// <summary>Everything computed in between: lives in the arena.</summary>
    Intermediate,
}

/// <summary>How the storage of a value grows with the batch.</summary>
internal enum Extent
{
    /// <summary>One for each sample.</summary>
    PerSample,

    /// <summary>One for each piece of the batch: a partial sum, say.</summary>
    PerPiece,

    /// <summary>One, whatever the batch: packed weights, statistics of the whole batch.</summary>
    Shared,
}

internal enum ElementType
{
    Float32,
    Int32,
}

/// <summary>An edge of the graph: something computed or given.</summary>
internal sealed class Value(int id, string name, Shape shape, ValueRole role, Extent extent = Extent.PerSample, ElementType type = ElementType.Float32)
{
    public int Id { get; } = id;

    /// <summary>A C# identifier, unique in its graph; emitted code and comments use it: <c>conv1</c>, <c>dConv1</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The logical shape: of one sample, or of the whole value where the extent is not per sample.</summary>
    public Shape Shape { get; } = shape;

    public ValueRole Role { get; } = role;

    /// <summary>Whether the caller may ask for the gradient of the loss with respect to this input.</summary>
    public bool RequiresGrad { get; init; }

    public Extent Extent { get; } = extent;

    public ElementType Type { get; } = type;

    /// <summary>The node that computes it; null for what is given.</summary>
    public Node? Producer { get; set; }

    /// <summary>The parameter or buffer that it is, or whose gradient it is.</summary>
    public ParameterSpec? Parameter { get; set; }

    /// <summary>The value that this one lies in memory like, but for the border: a gradient follows its value. Null: by shape alone.</summary>
    public Value? Like { get; set; }

    /// <summary>What people call it, in messages: the local that holds it, or the block that computes it. Null where only the kind of layer tells.</summary>
    public string? Title { get; set; }

    /// <summary>How one sample lies in memory; chosen by <see cref="LayoutSelection"/>. Null for what lies densely in the declared order: what the samples share, but for <see cref="Operators.LayOut"/>.</summary>
    public Layout? Layout { get; set; }

    /// <summary>Where it lies; chosen by <see cref="MemoryPlanner"/>.</summary>
    public Placement? Placement { get; set; }

    public override string ToString() => $"{Name} {Shape}";
}
