using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Shapes;

/// <summary>The shape of one sample (the batch is never part of it) or of a parameter: <c>[3, 32, 32]</c>.</summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    /// <summary>What the user calls the sizes, one for each of them and empty for none; or nothing at all. For messages: shapes are the same whatever they are called.</summary>
    public EquatableArray<string> Names { get; init; } = EquatableArray<string>.Empty;

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

    /// <summary>What the user calls a size; empty for nothing.</summary>
    public string NameOf(int dimension) => dimension < Names.Count ? Names[dimension] : "";

    /// <summary>A shape of sizes, each with its name.</summary>
    public static Shape Named(params (int Size, string Name)[] dimensions) => new(dimensions.Select(dimension => dimension.Size).ToArray()) { Names = NamesOf(dimensions) };

    public bool Equals(Shape? other) => other is not null && Dimensions.Equals(other.Dimensions);

    public override int GetHashCode() => Dimensions.GetHashCode();

    public override string ToString() => "[" + string.Join(", ", Dimensions.Items.Select((size, i) => NameOf(i).Length == 0 ? $"{size}" : $"{NameOf(i)} = {size}")) + "]";

    private static EquatableArray<string> NamesOf((int Size, string Name)[] dimensions)
        => dimensions.All(dimension => dimension.Name.Length == 0) ? EquatableArray<string>.Empty : dimensions.Select(dimension => dimension.Name).ToArray();
}
