using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary>The same values at another place.</summary>
internal sealed record Copy : Operator
{
    public override string Formula => "y = x";

    public override void Emit(StepEmitter step) => step.ForEachRun("{0}.CopyTo({1});", step.Inputs[0], step.Outputs[0]);
}
