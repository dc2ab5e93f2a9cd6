namespace ModelDsl;

/// <content>The same values in another shape.</content>
public static partial class TensorFunctions
{
    /// <summary>Makes one dimension of several: [C, H, W] → [C·H·W], in that order.</summary>
    /// <param name="x">The input.</param>
    /// <param name="startDim">The first dimension to join.</param>
    /// <param name="endDim">The last dimension to join.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or the last one comes before the first.</exception>
    public static Tensor Flatten(Tensor x, int startDim = 0, int endDim = -1)
    {
        ReadOnlySpan<int> shape = x.Shape.AsSpan();
        if (shape.Length == 0) return Pick(x, [1], [0]);
        int start = Sizes.Dimension("Flatten", startDim, shape), end = Sizes.Dimension("Flatten", endDim, shape);
        if (end < start) throw new ArgumentException($"Flatten: endDim {endDim} comes before startDim {startDim} in {Sizes.Text(shape)}.");
        return InOrder(x, [.. shape[..start], Sizes.Count(shape[start..(end + 1)]), .. shape[(end + 1)..]]);
    }

    /// <summary>The same values, in the same order, in another shape: <c>Reshape(x, 2, -1)</c>.</summary>
    /// <param name="x">The input.</param>
    /// <param name="sizes">The sizes of one sample; one of them may be −1 and follows from the others.</param>
    /// <exception cref="ArgumentException">The sizes do not hold as many values.</exception>
    public static Tensor Reshape(Tensor x, params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        string came = $"Reshape: {Sizes.Text(x.Shape.AsSpan())} has {x.Size} value{(x.Size == 1 ? "" : "s")}, and";
        int known = 1, open = -1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == -1 && open < 0) open = i;
            else if (sizes[i] < 1) throw new ArgumentException($"{came} {Sizes.Text(sizes)} has {(sizes[i] == -1 ? "more than one -1" : $"a size of {sizes[i]}")}. Sizes are at least 1; one may be -1.");
            else known = checked(known * sizes[i]);
        }
        if (open < 0 ? known != x.Size : x.Size % known != 0)
        {
            string holds = open < 0 ? $"{known}" : $"a multiple of {known}";
            throw new ArgumentException($"{came} {Sizes.Text(sizes)} holds {holds}. Leave the batch out, and write -1 for a size that follows from the others.");
        }
        int[] shape = [.. sizes];
        if (open >= 0) shape[open] = x.Size / known;
        return InOrder(x, shape);
    }

    /// <summary>Exchanges two dimensions: the transpose of a matrix [M, N] is <c>Transpose(x, 0, 1)</c>, [N, M].</summary>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static Tensor Transpose(Tensor x, int dim0, int dim1)
    {
        int first = Sizes.Dimension("Transpose", dim0, x.Shape.AsSpan()), second = Sizes.Dimension("Transpose", dim1, x.Shape.AsSpan());
        int[] order = [.. Enumerable.Range(0, x.Shape.Length)];
        (order[first], order[second]) = (second, first);
        return InAxisOrder(x, order);
    }

    /// <summary>Puts the dimensions into another order: dimension i of the result is dimension <c>dims[i]</c> of the input.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dims">Every dimension once.</param>
    /// <exception cref="ArgumentException">One is missing, not there, or named twice.</exception>
    public static Tensor Permute(Tensor x, params int[] dims)
    {
        ArgumentNullException.ThrowIfNull(dims);
        if (dims.Length != x.Shape.Length)
        {
            throw new ArgumentException(
                $"Permute: {Sizes.Text(x.Shape.AsSpan())} has {x.Shape.Length} dimensions, and {Sizes.Text(dims)} names {dims.Length}. Name each once, without the batch.");
        }
        return InAxisOrder(x, Sizes.Dimensions("Permute", dims, x.Shape.AsSpan()));
    }

    /// <summary>Drops a dimension of size 1; one of another size stays, as in PyTorch.</summary>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static Tensor Squeeze(Tensor x, int dim)
    {
        int place = Sizes.Dimension("Squeeze", dim, x.Shape.AsSpan());
        return x.Shape[place] == 1 ? InOrder(x, x.Shape.RemoveAt(place).AsSpan()) : x;
    }

    /// <summary>Adds a dimension of size 1 at a place: [H, W] → [1, H, W] for 0, [H, W, 1] for −1.</summary>
    /// <exception cref="ArgumentException">There is no such place.</exception>
    public static Tensor Unsqueeze(Tensor x, int dim)
    {
        int places = x.Shape.Length + 1;
        if (dim < -places || dim >= places)
        {
            throw new ArgumentException(
                $"Unsqueeze: {Sizes.Text(x.Shape.AsSpan())} has the places 0 to {places - 1} for a new dimension, or -{places} to -1 from the end, and not {dim}. The batch is not counted.");
        }
        return InOrder(x, x.Shape.Insert(dim < 0 ? dim + places : dim, 1).AsSpan());
    }

    /// <summary>Repeats dimensions of size 1, and adds leading ones: [3, 1] → <c>Expand(x, 2, 3, 4)</c>, [2, 3, 4].</summary>
    /// <param name="x">The input.</param>
    /// <param name="sizes">The sizes of one sample; −1 keeps that of the input.</param>
    /// <exception cref="ArgumentException">A size other than 1 would change.</exception>
    public static Tensor Expand(Tensor x, params int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int added = sizes.Length - x.Shape.Length;
        var shape = new int[sizes.Length];
        for (int d = 0; d < shape.Length; d++)
        {
            int own = d < added ? 1 : added < 0 ? 0 : x.Shape[d - added];
            shape[d] = sizes[d] == -1 && d >= added ? own : sizes[d];
            if (shape[d] >= 1 && (own == 1 || own == shape[d])) continue;
            throw new ArgumentException(
                $"Expand: {Sizes.Text(x.Shape.AsSpan())} does not expand to {Sizes.Text(sizes)}: sizes are compared from the last one, only a size of 1 can grow, and -1 keeps one that is there.");
        }
        if (added < 0) throw new ArgumentException($"Expand: {Sizes.Text(x.Shape.AsSpan())} has more dimensions than {Sizes.Text(sizes)}; name all of them, -1 for those to keep.");
        return Pick(x, shape, Sizes.Walk(shape, Broadcast.Strides(x.Shape.AsSpan(), shape)));
    }

    private static Tensor InOrder(Tensor x, ReadOnlySpan<int> shape) => Pick(x, shape, [.. Enumerable.Range(0, x.Size)]);

    private static Tensor InAxisOrder(Tensor x, int[] order)
    {
        int[] strides = Sizes.Strides(x.Shape.AsSpan());
        int[] shape = Array.ConvertAll(order, d => x.Shape[d]);
        return Pick(x, shape, Sizes.Walk(shape, Array.ConvertAll(order, d => strides[d])));
    }
}
