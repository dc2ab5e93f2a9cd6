using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The number of the greatest value along a dimension, the first of equal ones; no gradient passes.</summary>
internal sealed record ArgMax(int Dim, bool KeepDim) : ReductionFunction([Dim], KeepDim)
{
    public override string Formula => "y = the number of the greatest x";

    public override bool PassesGradient => false;

    public static ArgMax Create(LayerSpec call) => new(call.Int("Dim", -1), call.Bool("KeepDim", false));

    public override void Differentiate(Differentiation gradient)
    {
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        Operand from = Operand.Of(x);
        int dimension = DimensionRules.FromFront(Dim, x.Shape.Rank);
        step.Code.Line($"{y.Name}.Clear();");
        EmitKept(step, [from, Repeated(y, x.Shape)], at => step.Code.Line(
            $"{y.Name}[{at[1]}] = Reductions.IndexOfMax({from.From(at[0])}, stride: {from.Strides.Steps[dimension]}, count: {x.Shape[dimension]});"));
    }
}
