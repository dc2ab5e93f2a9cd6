using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>Copies predictions, or gradients of inputs, into the caller's memory, in the declared order. Without an input: zeros.</summary>
internal sealed record StoreOutput : Operator
{
    /// <summary>Whether the caller may have asked for nothing.</summary>
    public bool IsOptional { get; init; }

    public override string Formula => "in the caller's memory and order";

    public override string? Condition => IsOptional ? "HasOutputs" : null;

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override void Emit(StepEmitter step)
    {
        Value to = step.Outputs[0];
        if (step.Inputs.IsEmpty)
        {
            step.Code.Line($"{to.Name}.Clear();");
            return;
        }
        Value from = step.Inputs[0];
        Layout layout = from.Layout!;
        step.Code.Line(from.Shape.Rank is 2 or > 3 || layout.Pixels == 1
            ? $"Pictures.ToRows({from.Name}, {to.Name}, columns: {layout.Channels}, stride: {layout.VectorStride});"
            : $"Pictures.ToChannelsFirst({from.Name}, {to.Name}, count, channels: {layout.Channels}, {LoadInput.LayoutOf(layout)});");
    }
}
