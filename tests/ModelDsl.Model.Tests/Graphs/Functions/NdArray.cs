namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>Numbers in a shape, row-major and in double: what definitions are written with.</summary>
internal sealed record NdArray(int[] Shape, double[] Values)
{
    public NdArray(params int[] shape)
        : this(shape, new double[CountOf(shape)])
    {
    }

    public double this[params int[] index]
    {
        get => Values[OffsetOf(index)];
        set => Values[OffsetOf(index)] = value;
    }

    /// <summary>All positions of a shape, in the declared order.</summary>
    public static IEnumerable<int[]> Positions(int[] shape)
    {
        int[] index = new int[shape.Length];
        for (int left = CountOf(shape); left > 0; left--)
        {
            yield return [.. index];
            for (int i = shape.Length - 1; i >= 0 && ++index[i] == shape[i]; i--) index[i] = 0;
        }
    }

    public static int CountOf(int[] shape) => shape.Aggregate(1, (count, size) => count * size);

    /// <summary>y[…] = f(x₁[…], x₂[…], …), whose shapes broadcast.</summary>
    public static NdArray Map(Func<double[], double> f, params NdArray[] arrays)
    {
        int rank = arrays.Max(array => array.Shape.Length);
        int[] shape = [.. Enumerable.Range(0, rank).Select(i => arrays.Max(array => i - rank + array.Shape.Length is >= 0 and int at ? array.Shape[at] : 1))];
        return new NdArray(shape, [.. Positions(shape).Select(index => f([.. arrays.Select(array => array.Broadcast(index))]))]);
    }

    /// <summary>y[…] = f(all x along some dimensions).</summary>
    public NdArray Reduce(int[] dims, bool keepDim, Func<double[], double> f)
    {
        bool[] isReduced = [.. Shape.Select((_, i) => dims.Length == 0 || dims.Contains(i) || dims.Contains(i - Shape.Length))];
        int[] kept = [.. Shape.Select((size, i) => isReduced[i] ? 1 : size)];
        Dictionary<int, List<double>> groups = [];
        NdArray one = new(kept);
        foreach (int[] index in Positions(Shape))
        {
            int group = one.OffsetOf([.. index.Select((at, i) => isReduced[i] ? 0 : at)]);
            if (!groups.TryGetValue(group, out List<double>? values)) groups[group] = values = [];
            values.Add(this[index]);
        }
        double[] results = [.. groups.OrderBy(group => group.Key).Select(group => f([.. group.Value]))];
        return new NdArray(keepDim ? kept : [.. Shape.Where((_, i) => !isReduced[i])], results);
    }

    private double Broadcast(int[] index)
    {
        int missing = index.Length - Shape.Length;
        return this[[.. Shape.Select((size, i) => size == 1 ? 0 : index[i + missing])]];
    }

    private int OffsetOf(int[] index)
    {
        int offset = 0;
        for (int i = 0; i < Shape.Length; i++) offset = offset * Shape[i] + index[i];
        return offset;
    }
}
