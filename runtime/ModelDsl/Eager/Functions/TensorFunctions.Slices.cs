namespace ModelDsl;

/// <content>Parts of tensors.</content>
public static partial class TensorFunctions
{
    /// <summary>Some neighbouring slices of one dimension: [.., N, ..] → [.., length, ..].</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="start">The first slice; negative ones count from the end.</param>
    /// <param name="length">How many, at least 1.</param>
    /// <exception cref="ArgumentException">They are not all there.</exception>
    public static Tensor Narrow(Tensor x, int dim, int start, int length)
    {
        int place = Sizes.Dimension("Narrow", dim, x.Shape.AsSpan());
        int size = x.Shape[place], first = start < 0 ? start + size : start;
        if (first < 0 || length < 1 || length > size - first)
        {
            throw new ArgumentException(
                $"Narrow: dimension {dim} of {Sizes.Text(x.Shape.AsSpan())} has the places 0 to {size - 1}, and start {start} with length {length} {(length < 1 ? "is empty" : "goes beyond")}.");
        }
        return NarrowAt(x, place, first, length);
    }

    /// <summary>One slice of a dimension, without that dimension: [.., N, ..] → [.., ..].</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">The slice; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">It is not there.</exception>
    public static Tensor Select(Tensor x, int dim, int index)
    {
        int place = Sizes.Dimension("Select", dim, x.Shape.AsSpan());
        int size = x.Shape[place];
        if (index < -size || index >= size)
            throw new ArgumentException($"Select: dimension {dim} of {Sizes.Text(x.Shape.AsSpan())} has the places 0 to {size - 1}, or -{size} to -1 from the end, and not {index}.");
        Tensor slice = NarrowAt(x, place, index < 0 ? index + size : index, 1);
        return InOrder(slice, slice.Shape.RemoveAt(place).AsSpan());
    }

    /// <summary>Cuts a dimension into parts of one size; the last one has what remains.</summary>
    /// <param name="x">The input.</param>
    /// <param name="size">The size of a part, at least 1.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or the size is less than 1.</exception>
#pragma warning disable RS0026 // PyTorch's split takes either; one size and a list of sizes are never mistaken for each other
    public static Tensor[] Split(Tensor x, int size, int dim = 0)
#pragma warning restore RS0026
    {
        int place = Sizes.Dimension("Split", dim, x.Shape.AsSpan());
        if (size < 1) throw new ArgumentException($"Split: the size of a part is at least 1, and not {size}.", nameof(size));
        return Parts(x, place, size);
    }

    /// <summary>Cuts a dimension into parts of given sizes.</summary>
    /// <param name="x">The input.</param>
    /// <param name="sizes">The size of each part, each at least 1; together, that of the dimension.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or the sizes do not add up to it.</exception>
#pragma warning disable RS0026 // see above
    public static Tensor[] Split(Tensor x, int[] sizes, int dim = 0)
#pragma warning restore RS0026
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int place = Sizes.Dimension("Split", dim, x.Shape.AsSpan());
        if (sizes.Sum() != x.Shape[place] || sizes.Any(size => size < 1))
        {
            throw new ArgumentException(
                $"Split: dimension {dim} of {Sizes.Text(x.Shape.AsSpan())} has {x.Shape[place]} slices, and the parts {Sizes.Text(sizes)} have {sizes.Sum()} together. Parts are at least 1, and together all of it.");
        }
        var parts = new Tensor[sizes.Length];
        for (int i = 0, start = 0; i < parts.Length; start += sizes[i++]) parts[i] = NarrowAt(x, place, start, sizes[i]);
        return parts;
    }

    /// <summary>
    /// Cuts a dimension into so many parts of one size, <c>⌈N / chunks⌉</c>; the last one has what remains. As in PyTorch, there are fewer
    /// parts if they are used up before.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="chunks">How many parts, at least 1.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or fewer than 1 part.</exception>
    public static Tensor[] Chunk(Tensor x, int chunks, int dim = 0)
    {
        int place = Sizes.Dimension("Chunk", dim, x.Shape.AsSpan());
        if (chunks < 1) throw new ArgumentException($"Chunk: there is at least 1 part, and not {chunks}.", nameof(chunks));
        return Parts(x, place, (x.Shape[place] + chunks - 1) / chunks);
    }

    internal static Tensor Slice(Tensor x, ReadOnlySpan<TensorIndex> indices)
    {
        if (indices.Length > x.Shape.Length)
        {
            throw new ArgumentException(
                $"x[{string.Join(", ", indices.ToArray())}]: {Sizes.Text(x.Shape.AsSpan())} has {x.Shape.Length} dimensions, and not {indices.Length}. The batch is not counted.");
        }
        int place = 0;
        Tensor part = x;
        for (int i = 0; i < indices.Length; i++)
        {
            (int start, int length) = indices[i].Within(x.Shape[i], i, x.Shape.AsSpan());
            if (!indices[i].IsRange) part = Select(part, place, start);
            else if (length < x.Shape[i]) part = NarrowAt(part, place++, start, length);
            else place++;
        }
        return part;
    }

    private static Tensor[] Parts(Tensor x, int place, int size)
    {
        var parts = new Tensor[(x.Shape[place] + size - 1) / size];
        for (int i = 0; i < parts.Length; i++) parts[i] = NarrowAt(x, place, i * size, Math.Min(size, x.Shape[place] - i * size));
        return parts;
    }

    private static Tensor NarrowAt(Tensor x, int place, int start, int length)
    {
        int[] strides = Sizes.Strides(x.Shape.AsSpan());
        int[] shape = [.. x.Shape];
        shape[place] = length;
        return Pick(x, shape, Sizes.Walk(shape, strides, start * strides[place]));
    }
}
