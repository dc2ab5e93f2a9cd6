using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Repeats dimensions of size 1, and adds leading ones.</summary>
/// <param name="Sizes">The sizes of one sample; −1 keeps that of the input.</param>
internal sealed record Expand(EquatableArray<int> Sizes) : CopyFunction
{
    public override string Formula => "y = x, repeated";

    public static Expand Create(LayerSpec call) => new(call.Ints("Sizes"));

    public override CopyPlan PlanOf(Value x, Value y) => new(y.Shape, Strides.Of(x, y.Shape), Strides.Of(y));

    public override void Infer(ShapeContext shapes)
    {
        Shape input = shapes.Input;
        int added = Sizes.Count - input.Rank;
        if (added < 0)
        {
            Report(shapes, $"{ShapeContext.Number(input.Rank, "dimension")} cannot become {Sizes.Count}", "Write a size for each dimension, -1 for those to keep.");
            return;
        }
        int[] sizes = new int[Sizes.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            int own = i < added ? 1 : input[i - added];
            sizes[i] = Sizes[i] == -1 && i >= added ? own : Sizes[i];
            if (!shapes.Require(sizes[i] >= 1, "Sizes", sizes[i], i < added ? "at least 1: a new dimension has no size to keep" : "at least 1, or -1 to keep the size that is there")) return;
            if (own == 1 || own == sizes[i]) continue;
            Report(shapes, $"dimension {i - added} has {own} and not 1 to repeat", $"Write -1, or {own}, for it.");
            return;
        }
        shapes.Output = new Shape(sizes);
    }

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.AccumulateSum(0, gradient.OutputGradient);
    }

    private void Report(ShapeContext shapes, string reason, string advice)
        => shapes.Report(Descriptors.CannotExpand, "Sizes", shapes.Layer.Text, shapes.Input.ToString(), $"[{string.Join(", ", Sizes.Items)}]", reason, advice);
}
