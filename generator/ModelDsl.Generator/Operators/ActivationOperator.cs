using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A function of each value by itself: any shape, no parameters.</summary>
internal abstract record ActivationOperator : FunctionOperator
{
    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public override void Infer(ShapeContext shapes)
    {
        CheckArguments(shapes);
        shapes.Output = shapes.Input;
    }

    /// <summary>The kernel's call: <c>{0}</c> is x, <c>{1}</c> is y.</summary>
    protected abstract string Call { get; }

    /// <summary>The gradient's call: <c>{0}</c> is y or x, <c>{1}</c> is dy, <c>{2}</c> is dx.</summary>
    protected abstract string GradientCall { get; }

    /// <summary>Whether the gradient follows from y; else x is kept for it.</summary>
    protected virtual bool GradientReadsOutput => false;

    /// <summary>Whether finite inputs give finite outputs.</summary>
    protected virtual bool IsFinite => true;

    /// <summary>Whether the gradient is finite too.</summary>
    protected virtual bool GradientIsFinite => true;

    /// <summary>The gradient as a formula.</summary>
    protected abstract string GradientFormula { get; }

    public override string Eager(EagerCall call, LayerSpec layer) => call.Function(Kind);

    public override void Differentiate(Differentiation gradient)
    {
        Value known = GradientReadsOutput ? gradient.Node.Output : gradient.Node.Inputs[0];
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, known, gradient.OutputGradient));
    }

    public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node);

    public override void Emit(StepEmitter step) => MapEmitter.Emit(step, Call, IsFinite);

    /// <summary>Inputs: y or x, dy. Output: dx.</summary>
    internal sealed record Gradient(ActivationOperator Activation) : Operator
    {
        public override string Kind => Activation.Kind + "Gradient";

        public override string Formula => Activation.GradientFormula;

        public override bool AcceptsFlattened(Node node, int input) => true;

        public override int InPlaceInput(Node node) => 1;

        public override int ScratchFloats(Node node) => MapEmitter.ScratchFloats(node, MapEmitter.NoScalars);

        public override void Emit(StepEmitter step) => MapEmitter.Emit(step, Activation.GradientCall, Activation.GradientIsFinite, MapEmitter.NoScalars);
    }

    /// <summary>Reports arguments that make no sense.</summary>
    protected virtual void CheckArguments(ShapeContext shapes)
    {
    }
}
