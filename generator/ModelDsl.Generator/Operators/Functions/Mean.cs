using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Operators;

/// <summary>The mean along some dimensions.</summary>
internal sealed record Mean(EquatableArray<int> Dims, bool KeepDim) : ReductionFunction(Dims, KeepDim)
{
    public override string Formula => "y = Σ x / number";

    public static Mean Create(LayerSpec call) => new(DimsOf(call), call.Bool("KeepDim", false));

    public override int ScratchFloats(Node node) => NestOf(Fold.Sum, node).ScratchFloats;

    public override void Differentiate(Differentiation gradient)
    {
        if (!gradient.Needs(0)) return;
        Value share = gradient.AddBroadcast(new Divide(Right: CountOf(gradient.Node.Inputs[0].Shape)), 0, gradient.OutputGradient);
        gradient.Accumulate(0, gradient.Add(new Repeat(this), 0, share));
    }

    public override void Emit(StepEmitter step)
    {
        NestOf(Fold.Sum, step.Node).Emit(step);
        string name = step.Outputs[0].Name;
        step.Code.Line($"Elementwise.Divide({name}, {CodeWriter.Literal(CountOf(step.Inputs[0].Shape))}, {name});");
    }
}
