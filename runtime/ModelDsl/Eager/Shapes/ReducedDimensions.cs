using System.Collections.Immutable;

namespace ModelDsl;

/// <summary>What is left of a shape when some dimensions are reduced to one value.</summary>
internal sealed class ReducedDimensions
{
    private readonly int[] _to;

    private ReducedDimensions(ImmutableArray<int> shape, int[] to)
    {
        Shape = shape;
        Size = Sizes.Count(shape.AsSpan());
        _to = to;
    }

    /// <summary>The shape of the result.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The values of one sample of the result.</summary>
    public int Size { get; }

    /// <summary>How many values become one.</summary>
    public int Terms => _to.Length / Size;

    /// <summary>Reduces some dimensions, or all if none is named.</summary>
    /// <exception cref="ArgumentException">There is no such dimension, or it is named twice.</exception>
    public static ReducedDimensions Of(string function, Tensor x, int[] dims, bool keepDim)
    {
        ArgumentNullException.ThrowIfNull(dims);
        int[] places = Sizes.Dimensions(function, dims, x.Shape.AsSpan());
        int[] kept = [.. x.Shape.Select((size, d) => places.Contains(d) ? 1 : size)];
        int[] to = Sizes.Walk(x.Shape.AsSpan(), Broadcast.Strides(kept, x.Shape.AsSpan()));
        return new ReducedDimensions(keepDim ? [.. kept] : [.. x.Shape.Where((_, d) => !places.Contains(d))], to);
    }

    /// <summary>Where a value of the batch goes in the batch of results.</summary>
    public int To(int index) => index / _to.Length * Size + _to[index % _to.Length];
}
