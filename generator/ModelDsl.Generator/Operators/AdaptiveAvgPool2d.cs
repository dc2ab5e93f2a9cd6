using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The mean of windows chosen so that the output has the wanted size: [C, H, W] → [C, h, w].</summary>
internal sealed record AdaptiveAvgPool2d(int OutputHeight, int OutputWidth) : LayerOperator
{
    public override string Formula => "y = mean over the window of x";

    public override string NamePrefix => "avgPool";

    public static AdaptiveAvgPool2d Create(LayerSpec layer)
        => new(layer.Int("OutputHeight", layer.Int("OutputSize", 0)), layer.Int("OutputWidth", layer.Int("OutputSize", 0)));

    public override void Infer(ShapeContext shapes)
    {
        if (!shapes.Pair("Output", OutputHeight, OutputWidth, 1) || !shapes.IsPicture()) return;
        shapes.SetPicture(shapes.Input[0], OutputHeight, OutputWidth);
    }
}
