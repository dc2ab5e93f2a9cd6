using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Shapes;

/// <summary>The shape of one sample (the batch is never part of it) or of a parameter: <c>[3, 32, 32]</c>.</summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    public static Shape Scalar { get; } = new(EquatableArray<int>.Empty);

    public int Rank => Dimensions.Count;

    public int this[int index] => Dimensions[index];

    /// <summary>The number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int dimension in Dimensions) count *= dimension;
            return count;
        }
    }

    /// <summary>The number of elements, or <see cref="long.MaxValue"/> where that overflows: for shapes that were not checked yet.</summary>
    public long SafeCount
    {
        get
        {
            long count = 1;
            foreach (int dimension in Dimensions)
            {
                if (dimension > 0 && count > long.MaxValue / dimension) return long.MaxValue;
                count *= dimension;
            }
            return count;
        }
    }

    public static Shape Of(params int[] dimensions) => new(dimensions);

    public override string ToString() => "[" + string.Join(", ", Dimensions.Items) + "]";
}
