using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Some neighbouring places of one dimension: [.., N, ..] → [.., length, ..].</summary>
/// <param name="Dim">The dimension.</param>
/// <param name="Start">The first place; negative ones count from the end.</param>
/// <param name="Length">How many; null for all up to <paramref name="End"/>.</param>
/// <param name="End">The place behind the last one, where no length says it; negative ones count from the end, null is the end.</param>
internal sealed record Narrow(int Dim, int Start, int? Length, int? End) : SliceFunction(Dim)
{
    public static Narrow Create(LayerSpec call) => new(call.Int("Dim", 0), call.Int("Start", 0), call.Find("Length") as int?, call.Find("End") as int?);

    protected override (int Start, int Length) PartOf(int size)
    {
        int start = DimensionRules.FromFront(Start, size);
        return (start, Length ?? DimensionRules.FromFront(End ?? size, size) - start);
    }

    protected override bool Check(ShapeContext shapes, int size)
    {
        (int start, int length) = PartOf(size);
        bool hasLength = Length is not null;
        if (start < 0 || start >= size)
        {
            ReportOutside(shapes, "Start", $"the start {Start}", size, $"Write a start from 0 to {size - 1}, or from -{size} to -1 to count from the end.");
            return false;
        }
        if (length < 1)
        {
            string part = hasLength ? $"a length of {length}" : $"{Start}..{EndText}";
            ReportOutside(shapes, hasLength ? "Length" : "End", part, size, hasLength ? "Write at least 1." : $"It is empty: write an end behind {start}.");
            return false;
        }
        if (length <= size - start) return true;
        string written = hasLength ? $"{start} to {(long)start + length - 1}" : $"{Start}..{EndText}";
        ReportOutside(shapes, hasLength ? "Length" : "End", written, size, hasLength ? $"Write a length of at most {size - start}." : $"Write an end of at most {size}.");
        return false;
    }

    private string EndText => End is { } end ? end < 0 ? $"^{-(long)end}" : $"{end}" : "";
}
