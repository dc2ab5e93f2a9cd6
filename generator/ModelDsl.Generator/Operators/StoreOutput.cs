using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>Copies predictions into the caller's memory, in the declared order.</summary>
internal sealed record StoreOutput : Operator
{
    public override string Formula => "predictions in the caller's order";

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override void Emit(StepEmitter step)
    {
        Value from = step.Inputs[0], to = step.Outputs[0];
        Layout layout = from.Layout!;
        step.Code.Line(from.Shape.Rank is 2 or > 3 || layout.Pixels == 1
            ? $"Pictures.ToRows({from.Name}, {to.Name}, columns: {layout.Channels}, stride: {layout.VectorStride});"
            : $"Pictures.ToChannelsFirst({from.Name}, {to.Name}, count, channels: {layout.Channels}, {LoadInput.LayoutOf(layout)});");
    }
}
