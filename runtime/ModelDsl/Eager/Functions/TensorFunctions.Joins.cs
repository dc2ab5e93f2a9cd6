namespace ModelDsl;

/// <content>Tensors put together.</content>
public static partial class TensorFunctions
{
    /// <summary>Puts tensors one behind the other along a dimension: <c>Concat([a, b], 0)</c> of [2, H, W] and [3, H, W] is [5, H, W].</summary>
    /// <param name="tensors">At least one; their other sizes are the same. Shared ones are repeated for each sample if others are not shared.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ArgumentException">There is none, there is no such dimension, or the other sizes differ.</exception>
    public static Tensor Concat(Tensor[] tensors, int dim = 0)
    {
        CheckSome("Concat", tensors);
        Tensor[] parts = [.. tensors];
        int place = Sizes.Dimension("Concat", dim, parts[0].Shape.AsSpan());
        int? samples = Broadcast.CommonSamples("Concat", parts);
        int[] shape = [.. parts[0].Shape];
        shape[place] = 0;
        foreach (Tensor part in parts)
        {
            CheckFits(parts[0], part, place);
            shape[place] += part.Shape[place];
        }
        int size = Sizes.Count(shape), rows = samples ?? 1;
        int[] strides = Sizes.Strides(shape);
        var y = new double[rows * size];
        ForEach((part, from, to) => y[to] = part.Data[from]);
        return Tensor.Record([.. shape], samples, y, parts, (dy, pass) => ForEach((part, from, to) =>
        {
            if (pass.Of(part) is { } gradient) gradient[from] += dy[to];
        }));

        void ForEach(Action<Tensor, int, int> visit)
        {
            int start = 0;
            foreach (Tensor part in parts)
            {
                int[] places = Sizes.Walk(part.Shape.AsSpan(), strides, start * strides[place]);
                for (int row = 0; row < rows; row++)
                {
                    for (int i = 0; i < places.Length; i++) visit(part, part.Start(row) + i, row * size + places[i]);
                }
                start += part.Shape[place];
            }
        }
    }

    /// <summary>Puts tensors of one shape side by side along a new dimension: <c>Stack([a, b], 0)</c> of [H, W] and [H, W] is [2, H, W].</summary>
    /// <param name="tensors">At least one, all of the same shape. Shared ones are repeated for each sample if others are not shared.</param>
    /// <param name="dim">The place of the new dimension.</param>
    /// <exception cref="ArgumentException">There is none, there is no such place, or the shapes differ.</exception>
    public static Tensor Stack(Tensor[] tensors, int dim = 0)
    {
        CheckSome("Stack", tensors);
        foreach (Tensor tensor in tensors)
        {
            if (tensor.Shape.AsSpan().SequenceEqual(tensors[0].Shape.AsSpan())) continue;
            throw new ArgumentException($"Stack: {Sizes.Text(tensors[0].Shape.AsSpan())} and {Sizes.Text(tensor.Shape.AsSpan())} are not the same shape. Use Concat to join along a dimension that is there.");
        }
        return Concat(Array.ConvertAll(tensors, tensor => Unsqueeze(tensor, dim)), dim);
    }

    private static void CheckSome(string function, Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Length == 0) throw new ArgumentException($"{function}: there is no tensor to join.", nameof(tensors));
    }

    private static void CheckFits(Tensor first, Tensor part, int place)
    {
        ReadOnlySpan<int> a = first.Shape.AsSpan(), b = part.Shape.AsSpan();
        if (a.Length == b.Length && a[..place].SequenceEqual(b[..place]) && a[(place + 1)..].SequenceEqual(b[(place + 1)..])) return;
        throw new ArgumentException($"Concat: {Sizes.Text(a)} and {Sizes.Text(b)} do not fit along dimension {place}: all other sizes must be the same.");
    }
}
