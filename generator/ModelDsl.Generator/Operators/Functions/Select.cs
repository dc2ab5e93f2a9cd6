using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>One place of a dimension, without that dimension: [.., N, ..] → [.., ..].</summary>
/// <param name="Dim">The dimension.</param>
/// <param name="Index">The place; negative ones count from the end.</param>
internal sealed record Select(int Dim, int Index) : SliceFunction(Dim)
{
    public static Select Create(LayerSpec call) => new(call.Int("Dim", 0), call.Int("Index", 0));

    protected override bool DropsDimension => true;

    protected override (int Start, int Length) PartOf(int size) => (DimensionRules.FromFront(Index, size), 1);

    protected override bool Check(ShapeContext shapes, int size)
    {
        if (Index >= -size && Index < size) return true;
        string range = size == 1 ? "0" : $"an index from 0 to {size - 1}, or from -{size} to -1 to count from the end";
        ReportOutside(shapes, "Index", $"the index {Index}", size, $"Write {range}.");
        return false;
    }
}
