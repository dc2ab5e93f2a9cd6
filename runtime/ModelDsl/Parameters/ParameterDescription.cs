using System.Collections.Immutable;

namespace ModelDsl;

/// <summary>What a <see cref="ParameterCollection"/> is built from: one parameter or buffer, before it has values.</summary>
public sealed class ParameterDescription
{
    /// <summary>Describes a parameter or buffer.</summary>
    /// <param name="name">PyTorch's name: <c>conv1.weight</c>.</param>
    /// <param name="sequentialName">The name in an <c>nn.Sequential</c> of the same layers: <c>0.weight</c>.</param>
    /// <param name="shape">PyTorch's shape, each size at least 1; empty for a single number.</param>
    /// <param name="initialization">How it starts.</param>
    /// <param name="bound">The bound of a uniform start, or the length of orthogonal vectors; 0 or more.</param>
    /// <param name="isBuffer">Whether it is state that no optimizer changes, such as a running mean.</param>
    /// <param name="isFrozen">Whether it is a parameter that keeps its values: nothing computes its gradient, and no optimizer changes it.</param>
    /// <exception cref="ArgumentException">It is a buffer and frozen: a buffer is never learned.</exception>
    public ParameterDescription(
        string name,
        string sequentialName,
        ReadOnlySpan<int> shape,
        Initialization initialization,
        float bound = 0,
        bool isBuffer = false,
        bool isFrozen = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(sequentialName);
        if (!(bound >= 0) || float.IsInfinity(bound)) throw new ArgumentOutOfRangeException(nameof(bound), bound, "expected a finite number, 0 or more");
        if (isBuffer && isFrozen) throw new ArgumentException($"{name}: a buffer is never learned, and so cannot be frozen", nameof(isFrozen));
        int size = 1;
        foreach (int length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length, nameof(shape));
            size = checked(size * length);
        }
        Name = name;
        SequentialName = sequentialName;
        Shape = [.. shape];
        Size = size;
        Initialization = initialization;
        Bound = bound;
        IsBuffer = isBuffer;
        IsFrozen = isFrozen;
    }

    /// <summary>PyTorch's name: <c>conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The name in an <c>nn.Sequential</c> of the same layers: <c>0.weight</c>.</summary>
    public string SequentialName { get; }

    /// <summary>PyTorch's shape.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>How many values: the product of the shape.</summary>
    public int Size { get; }

    /// <summary>How it starts.</summary>
    public Initialization Initialization { get; }

    /// <summary>The bound of a uniform start, or the length of orthogonal vectors.</summary>
    public float Bound { get; }

    /// <summary>The middle of a uniform start, the mean of a normal one, or the constant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or NaN.</exception>
    public float Mean
    {
        get;
        init => field = (float)Require.Finite(value, nameof(Mean));
    }

    /// <summary>The standard deviation of a normal start.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public float Std
    {
        get;
        init => field = (float)Require.AtLeastZero(value, nameof(Std));
    }

    /// <summary>Whether it is state that no optimizer changes.</summary>
    public bool IsBuffer { get; }

    /// <summary>Whether it is a parameter that keeps its values.</summary>
    public bool IsFrozen { get; }

    /// <summary>Whether it is learned: it has a gradient, and lies where optimizers walk.</summary>
    internal bool IsTrainable => !IsBuffer && !IsFrozen;

    /// <summary>Other names of it: those that PyTorch gives it in layers which are tied to its own.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The group that <see cref="ParameterGroupAttribute">[ParameterGroup]</see> puts it in; null for none.</summary>
    public string? Group { get; init; }
}
