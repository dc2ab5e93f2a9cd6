using ModelDsl.Generator.Emission;

namespace ModelDsl.Generator.Operators;

/// <summary>The gradient of the loss with respect to itself: where the backward pass starts.</summary>
internal sealed record One : Operator
{
    public override string Formula => "y = 1";

    public override void Emit(StepEmitter step) => step.Code.Line($"{step.Outputs[0].Name}[0] = 1f;");
}
