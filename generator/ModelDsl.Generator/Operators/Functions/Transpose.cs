using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Exchanges two dimensions.</summary>
/// <param name="Dim0">One of them.</param>
/// <param name="Dim1">The other.</param>
internal sealed record Transpose(int Dim0, int Dim1) : PermuteFunction
{
    public static Transpose Create(LayerSpec call) => new(call.Int("Dim0", 0), call.Int("Dim1", 1));

    /// <summary>The transposes of matrices, which are the last two dimensions.</summary>
    public static Transpose OfMatrices { get; } = new(-2, -1);

    public override int[] OrderOf(int rank)
    {
        int[] order = [.. Enumerable.Range(0, rank)];
        (order[DimensionRules.FromFront(Dim0, rank)], order[DimensionRules.FromFront(Dim1, rank)]) = (DimensionRules.FromFront(Dim1, rank), DimensionRules.FromFront(Dim0, rank));
        return order;
    }

    public override void Infer(ShapeContext shapes)
    {
        if (shapes.Dimension("Dim0", Dim0) is not null && shapes.Dimension("Dim1", Dim1) is not null)
            shapes.Output = Permuted(shapes.Input);
    }
}
