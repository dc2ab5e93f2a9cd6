using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary><c>y = condition ≠ 0 ? a : b</c>, whose shapes broadcast; no gradient passes to the condition.</summary>
/// <param name="Left">The constant in place of a; null where it is an input.</param>
/// <param name="Right">The constant in place of b; null where it is an input.</param>
internal sealed record Where(float? Left, float? Right) : FunctionOperator
{
    public override string Formula => "y = condition ≠ 0 ? a : b";

    public static Where Create(LayerSpec call)
        => new(call.Has("Left") ? call.Float("Left", 0) : null, call.Has("Right") ? call.Float("Right", 0) : null);

    public override bool AcceptsFlattened(Node node, int input)
        => node.Inputs.All(other => other.Extent == Extent.PerSample && other.Shape == node.Output.Shape);

    public override int InPlaceInput(Node node) => MapEmitter.InPlaceInput(node, takesLast: true);

    public override void Lower(Lowering lowering) => MapEmitter.Lower(lowering);

    public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node, scalarsFrom: 1);

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.JoinInputs();

    public override void Differentiate(Differentiation gradient)
    {
        int a = Left is null ? 1 : -1, b = Right is not null ? -1 : Left is null ? 2 : 1;
        if (a >= 0 && gradient.Needs(a)) Accumulate(gradient, a, "KeepWhere", "da = condition ≠ 0 ? dy : 0");
        if (b >= 0 && gradient.Needs(b)) Accumulate(gradient, b, "KeepWhereNot", "db = condition ≠ 0 ? 0 : dy");
    }

    public override void Emit(StepEmitter step)
    {
        string a = Left is { } left ? CodeWriter.Literal(left) : "{1}";
        string b = Right is { } right ? CodeWriter.Literal(right) : Left is null ? "{2}" : "{1}";
        MapEmitter.Emit(step, $"Elementwise.Where({{0}}, {a}, {b}, {{{step.Inputs.Length}}});", isFinite: true, scalarsFrom: 1);
    }

    private static void Accumulate(Differentiation gradient, int input, string kernel, string formula)
    {
        MapOperator op = new("WhereGradient", formula, $"Elementwise.{kernel}({{0}}, {{1}}, {{2}});");
        gradient.AccumulateSum(input, gradient.AddBroadcast(op, input, gradient.Node.Inputs[0], gradient.OutputGradient));
    }
}
