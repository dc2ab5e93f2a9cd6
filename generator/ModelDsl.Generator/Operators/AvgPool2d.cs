using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The mean of each window: [C, H, W] → [C, H′, W′].</summary>
internal sealed record AvgPool2d(
    int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth,
    bool CeilMode, bool CountIncludePad, int DivisorOverride) : LayerOperator
{
    public override string Formula => "y = mean over the window of x";

    public override string NamePrefix => "avgPool";

    public static AvgPool2d Create(LayerSpec layer)
    {
        int kernel = layer.Int("KernelSize", 0), stride = layer.Int("Stride", 0), padding = layer.Int("Padding", 0);
        int height = layer.Int("KernelHeight", kernel), width = layer.Int("KernelWidth", kernel);
        return new AvgPool2d(
            height, width, stride == 0 ? height : stride, stride == 0 ? width : stride, padding, padding,
            layer.Bool("CeilMode", false), layer.Bool("CountIncludePad", true), layer.Int("DivisorOverride", 0));
    }

    public override void Infer(ShapeContext shapes)
    {
        bool valid = shapes.Pair("Kernel", KernelHeight, KernelWidth, 1)
            & shapes.AtLeast("Stride", shapes.Layer.Int("Stride", 0), 0)
            & shapes.AtLeast("Padding", PaddingHeight, 0);
        if (!valid || !shapes.IsPicture()) return;
        shapes.Pool(
            new Window(KernelHeight, StrideHeight, PaddingHeight, 1, CeilMode),
            new Window(KernelWidth, StrideWidth, PaddingWidth, 1, CeilMode));
    }
}
