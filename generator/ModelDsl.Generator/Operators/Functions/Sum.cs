using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>The sum along some dimensions.</summary>
internal sealed record Sum(EquatableArray<int> Dims, bool KeepDim) : ReductionFunction(Dims, KeepDim)
{
    public override string Formula => "y = Σ x";

    public static Sum Create(LayerSpec call) => new(DimsOf(call), call.Bool("KeepDim", false));

    public override int ScratchFloats(Node node) => NestOf(Fold.Sum, node).ScratchFloats;

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Repeat(this), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => NestOf(Fold.Sum, step.Node).Emit(step);
}
