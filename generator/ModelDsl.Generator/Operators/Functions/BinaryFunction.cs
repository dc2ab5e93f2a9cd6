using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A function of two values, element by element, whose shapes broadcast.</summary>
/// <param name="Left">The constant in place of the first value; null where it is an input.</param>
/// <param name="Right">The constant in place of the second value.</param>
internal abstract record BinaryFunction(float? Left, float? Right) : FunctionOperator
{
    /// <summary>The kernel's call: <c>{0}</c> and <c>{1}</c> are the spans (or floats) a and b, <c>{2}</c> is y.</summary>
    protected abstract string Call { get; }

    /// <summary>Whether finite inputs give finite outputs.</summary>
    protected virtual bool IsFinite => true;

    /// <summary>The input that is the first value; −1 where that is constant.</summary>
    protected int A => Left is null ? 0 : -1;

    /// <summary>The input that is the second value; −1 where that is constant.</summary>
    protected int B => Right is not null ? -1 : Left is null ? 1 : 0;

    /// <summary>Where elements lie does not matter to what works element by element, as long as they lie alike.</summary>
    public override bool AcceptsFlattened(Node node, int input)
        => node.Inputs.All(other => other.Extent == Extent.PerSample && other.Shape == node.Output.Shape);

    public override int InPlaceInput(Node node) => MapEmitter.InPlaceInput(node);

    public override void Lower(Lowering lowering) => MapEmitter.Lower(lowering);

    public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node);

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.JoinInputs();

    public override void Differentiate(Differentiation gradient)
    {
        if (A >= 0 && gradient.Needs(A)) gradient.AccumulateSum(A, GradientOfFirst(gradient));
        if (B >= 0 && gradient.Needs(B)) gradient.AccumulateSum(B, GradientOfSecond(gradient));
    }

    /// <summary>The gradient of the first value in the output's shape.</summary>
    protected abstract Value GradientOfFirst(Differentiation gradient);

    /// <summary>The gradient of the second value in the output's shape.</summary>
    protected abstract Value GradientOfSecond(Differentiation gradient);

    public override void Emit(StepEmitter step) => MapEmitter.Emit(step, WithConstants(Call), IsFinite);

    /// <summary>A call of a, b and so on with the constant written into it; what is left is numbered anew.</summary>
    protected string WithConstants(string call)
    {
        if (Left is { } left) call = call.Replace("{0}", CodeWriter.Literal(left)).Replace("{1}", "{0}");
        else if (Right is { } right) call = call.Replace("{1}", CodeWriter.Literal(right));
        else return call;
        return call.Replace("{2}", "{1}").Replace("{3}", "{2}");
    }

    protected static float? LeftOf(LayerSpec call) => call.Has("Left") ? call.Float("Left", 0) : null;

    protected static float? RightOf(LayerSpec call) => call.Has("Right") ? call.Float("Right", 0) : null;
}
