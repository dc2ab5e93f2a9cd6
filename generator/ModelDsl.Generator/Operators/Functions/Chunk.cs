using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>One of so many parts of a dimension: each has ⌈N / chunks⌉ places, the last one what remains. There are fewer if they are used up before.</summary>
/// <param name="Chunks">How many parts.</param>
/// <param name="Dim">The dimension.</param>
/// <param name="Part">Which part.</param>
internal sealed record Chunk(int Chunks, int Dim, int Part) : SliceFunction(Dim)
{
    public static Chunk Create(LayerSpec call) => new(call.Int("Chunks", 1), call.Int("Dim", 0), call.Int("Part", 0));

    protected override (int Start, int Length) PartOf(int size) => (Part * SizeOf(size), Math.Min(SizeOf(size), size - Part * SizeOf(size)));

    protected override bool Check(ShapeContext shapes, int size)
    {
        if (!shapes.AtLeast("Chunks", Chunks, 1)) return false;
        int count = (size + SizeOf(size) - 1) / SizeOf(size);
        if (Part >= 0 && Part < count) return true;
        string advice = Part < Chunks ? $"{Chunks} parts of {SizeOf(size)} use up its {size} places before: write fewer chunks, or Split with their sizes." : $"Write a part from 0 to {count - 1}.";
        ReportOutside(shapes, "Part", $"part {Part} of {ShapeContext.Number(count, "part")}", size, advice);
        return false;
    }

    private int SizeOf(int size) => (int)(((long)size + Chunks - 1) / Chunks);
}
