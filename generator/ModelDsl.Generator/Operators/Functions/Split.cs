using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>One of the parts into which a dimension is cut.</summary>
/// <param name="Size">The size of each part but the last, which has what remains; 0 where the sizes are written.</param>
/// <param name="Sizes">The size of each part.</param>
/// <param name="Dim">The dimension.</param>
/// <param name="Part">Which part.</param>
internal sealed record Split(int Size, EquatableArray<int> Sizes, int Dim, int Part) : SliceFunction(Dim)
{
    public static Split Create(LayerSpec call) => new(call.Int("Size", 0), call.Ints("Sizes"), call.Int("Dim", 0), call.Int("Part", 0));

    protected override (int Start, int Length) PartOf(int size)
    {
        int start = Sizes.Count > 0 ? Sizes.Items.Take(Part).Sum() : Part * Size;
        return (start, Sizes.Count > 0 ? Sizes[Part] : Math.Min(Size, size - start));
    }

    protected override bool Check(ShapeContext shapes, int size)
    {
        if (Sizes.Count == 0)
            return shapes.Require(Size >= 1, "Size", Size, "at least 1") && CheckPart(shapes, size, (int)(((long)size + Size - 1) / Size));
        foreach (int part in Sizes)
        {
            if (!shapes.Require(part >= 1, "Sizes", part, "at least 1")) return false;
        }
        long sum = Sizes.Items.Sum(part => (long)part);
        if (sum == size) return CheckPart(shapes, size, Sizes.Count);
        long rest = size - sum + Sizes[Sizes.Count - 1];
        string fitting = rest >= 1 ? $"Write {string.Join(", ", Sizes.Items.Take(Sizes.Count - 1).Append((int)rest))}." : $"Write sizes whose sum is {size}.";
        shapes.Report(Descriptors.SplitSizes, "Sizes", shapes.Layer.Text, string.Join(" + ", Sizes.Items), $"{sum}", $"dimension {DimensionRules.FromFront(Dim, shapes.Input.Rank)} of {shapes.Input} is {size}", fitting);
        return false;
    }

    private bool CheckPart(ShapeContext shapes, int size, int count)
    {
        if (Part >= 0 && Part < count) return true;
        ReportOutside(shapes, "Part", $"part {Part} of {ShapeContext.Number(count, "part")}", size, count == 1 ? "Write part 0." : $"Write a part from 0 to {count - 1}.");
        return false;
    }
}
