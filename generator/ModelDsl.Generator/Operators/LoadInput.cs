using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>Copies the caller's samples into the layout of the network.</summary>
internal sealed record LoadInput : Operator
{
    public override string Formula => "the caller's samples in the network's layout";

    public override void Emit(StepEmitter step)
    {
        Value from = step.Inputs[0], to = step.Outputs[0];
        Layout layout = to.Layout!;
        step.Code.Line(from.Shape.Rank == 3
            ? $"Pictures.FromChannelsFirst({from.Name}, {to.Name}, count, channels: {layout.Channels}, {LayoutOf(layout)});"
            : $"Pictures.FromRows({from.Name}, {to.Name}, columns: {layout.Channels}, stride: {layout.VectorStride});");
    }

    /// <summary>The expression of a layout for the kernels.</summary>
    internal static string LayoutOf(Layout layout)
        => $"new PictureLayout({layout.Height}, {layout.Width}, {layout.PixelStride}, {layout.Border})";
}
