namespace ModelDsl;

/// <summary>One index of <c>x[1, .., ^1]</c>: a number takes one slice and drops the dimension, a range keeps it.</summary>
public readonly struct TensorIndex
{
    private readonly Range _range;

    private TensorIndex(Range range, bool isRange)
    {
        _range = range;
        IsRange = isRange;
    }

    /// <summary>Whether the dimension stays.</summary>
    internal bool IsRange { get; }

    /// <summary>A place; as in PyTorch, negative ones count from the end.</summary>
    public static implicit operator TensorIndex(int index) => index < 0 ? new Index(-index, fromEnd: true) : new Index(index);

    /// <summary>A place; <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index index) => new(new Range(index, default), isRange: false);

    /// <summary>Places next to each other; <c>..</c> for all.</summary>
    public static implicit operator TensorIndex(Range range) => new(range, isRange: true);

    /// <summary>The index as it is written.</summary>
    public override string ToString() => IsRange ? _range.ToString() : _range.Start.ToString();

    /// <summary>First place and number of places.</summary>
    /// <exception cref="ArgumentException">They are not all there.</exception>
    internal (int Start, int Length) Within(int size, int dimension, ReadOnlySpan<int> shape)
    {
        int start = _range.Start.GetOffset(size);
        int length = IsRange ? _range.End.GetOffset(size) - start : 1;
        if (start >= 0 && length >= 1 && start + length <= size) return (start, length);
        throw new ArgumentException($"x[{this}]: dimension {dimension} of {Sizes.Text(shape)} has the places 0 to {size - 1}, and {this} is {(length < 1 ? "empty" : "outside")}.");
    }
}
