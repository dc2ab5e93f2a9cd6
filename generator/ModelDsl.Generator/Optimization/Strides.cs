using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Optimization;

/// <summary>
/// Where the elements of a value lie, by its logical dimensions: element (i, j, …) of sample n is float
/// <c>n · Sample + First + i · Steps[0] + j · Steps[1] + …</c> of the value's span.
/// </summary>
/// <param name="First">The first element of the first sample.</param>
/// <param name="Steps">Floats from one element to the next, one number for each dimension; 0 where one element stands for all of them.</param>
/// <param name="Sample">Floats from one sample to the next; 0 for what all samples share.</param>
/// <param name="Room">How many floats may be touched from the first element of a dimension of step 1 on: its size, or more where pad lanes follow.</param>
internal sealed partial record Strides(int First, ImmutableArray<int> Steps, int Sample, int Room)
{
    /// <summary>
    /// How a value lies: per sample as its layout says, else densely in the declared order. A flattened picture, whose elements have no
    /// constant distance, has no strides: whoever asks does not accept one.
    /// </summary>
    public static Strides Of(Value value)
    {
        Shape shape = value.Shape;
        if (value.Extent != Extent.PerSample) return Dense(shape, sample: 0);
        if (value.Layout is not { } layout) return Dense(shape, sample: checked((int)shape.Count));
        if (shape.Rank == 1 && layout.Pixels > 1) throw new InvalidOperationException($"'{value}' is a flattened picture, which has no strides");
        if (shape.Rank == 3)
            return new(layout.First, [1, layout.RowStride, layout.PixelStride], layout.SampleStride, layout.PixelStride);
        int[] steps = new int[shape.Rank];
        int step = layout.PixelStride;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            steps[i] = i == shape.Rank - 1 ? 1 : step;
            if (i < shape.Rank - 1) step *= shape[i];
        }
        return new(layout.First, [.. steps], layout.SampleStride, layout.PixelStride);
    }

    /// <summary>The same elements seen as a larger shape, by the rules of broadcasting: dimensions that are missing at the front or have size 1 repeat.</summary>
    public Strides Broadcast(Shape from, Shape to)
    {
        int missing = to.Rank - from.Rank;
        return this with { Steps = [.. Enumerable.Range(0, to.Rank).Select(i => i < missing || (from[i - missing] == 1 && to[i] != 1) ? 0 : Steps[i - missing])] };
    }

    /// <summary>How a value lies when it is seen as a larger shape.</summary>
    public static Strides Of(Value value, Shape broadcast) => Of(value).Broadcast(value.Shape, broadcast);

    /// <summary>How the elements of a dense block lie.</summary>
    public static Strides OfDense(Shape shape) => Dense(shape, sample: 0);

    private static Strides Dense(Shape shape, int sample)
    {
        int[] steps = new int[shape.Rank];
        int step = 1;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            steps[i] = step;
            step *= shape[i];
        }
        return new(0, [.. steps], sample, shape.Rank == 0 ? 1 : shape[shape.Rank - 1]);
    }
}
