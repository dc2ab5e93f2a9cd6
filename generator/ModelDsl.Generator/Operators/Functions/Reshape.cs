using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The same values in the same order, in another shape.</summary>
/// <param name="Sizes">The sizes of one sample; one of them may be −1 and follows from the others.</param>
internal sealed record Reshape(EquatableArray<int> Sizes) : ReshapeFunction
{
    public static Reshape Create(LayerSpec call) => new(call.Ints("Sizes"));

    public static Reshape To(Shape shape) => new(shape.Dimensions);

    public override void Infer(ShapeContext shapes)
    {
        long count = shapes.Input.Count, known = 1;
        int open = -1;
        for (int i = 0; i < Sizes.Count; i++)
        {
            if (Sizes[i] == -1 && open >= 0)
            {
                shapes.Report(Descriptors.OutOfRange, $"Sizes#{i}", shapes.Layer.Text, "the second size of -1", "-1", "at least 1: one size can follow from the others, not two");
                return;
            }
            if (Sizes[i] == -1) open = i;
            else if (!shapes.Require(Sizes[i] >= 1, "Sizes", Sizes[i], "at least 1, or -1 for the one that follows from the others")) return;
            else known = known > int.MaxValue ? known : known * Sizes[i];
        }
        if (open < 0 ? known != count : count % known != 0)
        {
            string wanted = open < 0 ? $"{ShapeContext.Number(known)}" : $"a multiple of {ShapeContext.Number(known)}";
            shapes.Report(Descriptors.ReshapeCount, "Sizes", shapes.Layer.Text, shapes.Input.ToString(), ShapeContext.Number(count, "value"), $"[{string.Join(", ", Sizes.Items)}]", wanted, Advice(count, known, open));
            return;
        }
        int[] sizes = [.. Sizes.Items];
        if (open >= 0) sizes[open] = (int)(count / known);
        shapes.Output = new Shape(sizes);
    }

    /// <summary>The first size is most often the wrong one: it may be the batch's.</summary>
    private string Advice(long count, long known, int open)
    {
        if (Sizes.Count == 0) return "Write the sizes of one sample.";
        if (open >= 0) return $"Write sizes that divide {ShapeContext.Number(count)}; the batch is not counted.";
        long others = known / Sizes[0];
        string fitting = count % others == 0 ? string.Join(", ", Sizes.Items.Skip(1).Select(size => (long)size).Prepend(count / others)) : "sizes whose product is that number";
        return $"Write {fitting}, or -1 for {(count % others == 0 ? "a size" : "one")} that follows from the others; the batch is not counted.";
    }
}
