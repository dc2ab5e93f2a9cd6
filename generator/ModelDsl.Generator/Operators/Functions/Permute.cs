using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The dimensions in another order: dimension i of the result is dimension <c>Dims[i]</c> of the input.</summary>
/// <param name="Dims">Every dimension once.</param>
internal sealed record Permute(EquatableArray<int> Dims) : PermuteFunction
{
    public static Permute Create(LayerSpec call) => new(call.Ints("Dims"));

    public override int[] OrderOf(int rank) => [.. Dims.Items.Select(dim => DimensionRules.FromFront(dim, rank))];

    public override void Infer(ShapeContext shapes)
    {
        Shape input = shapes.Input;
        if (!shapes.AreDimensions("Dims", input.Rank, Dims)) return;
        int[] missing = [.. Enumerable.Range(0, input.Rank).Except(OrderOf(input.Rank))];
        if (missing.Length > 0)
        {
            string reason = $"{(missing.Length == 1 ? "dimension" : "dimensions")} {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing";
            shapes.Report(Descriptors.NotAnOrder, "Dims", shapes.Layer.Text, $"[{string.Join(", ", Dims.Items)}]", input.ToString(), reason, string.Join(", ", Enumerable.Range(0, input.Rank)));
            return;
        }
        shapes.Output = Permuted(input);
    }
}
