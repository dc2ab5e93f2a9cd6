using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The maximum of each window: [C, H, W] → [C, H′, W′].</summary>
internal sealed record MaxPool2d(
    int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth,
    int DilationHeight, int DilationWidth, bool CeilMode) : LayerOperator
{
    public override string Formula => "y = max over the window of x";

    public override string NamePrefix => "maxPool";

    public static MaxPool2d Create(LayerSpec layer)
    {
        int kernel = layer.Int("KernelSize", 0), stride = layer.Int("Stride", 0), padding = layer.Int("Padding", 0);
        int height = layer.Int("KernelHeight", kernel), width = layer.Int("KernelWidth", kernel);
        return new MaxPool2d(
            height, width, stride == 0 ? height : stride, stride == 0 ? width : stride, padding, padding,
            layer.Int("Dilation", 1), layer.Int("Dilation", 1), layer.Bool("CeilMode", false));
    }

    public override void Infer(ShapeContext shapes)
    {
        bool valid = shapes.Pair("Kernel", KernelHeight, KernelWidth, 1)
            & shapes.AtLeast("Stride", shapes.Layer.Int("Stride", 0), 0)
            & shapes.AtLeast("Padding", PaddingHeight, 0)
            & shapes.AtLeast("Dilation", DilationHeight, 1);
        if (!valid || !shapes.IsPicture()) return;
        shapes.Pool(
            new Window(KernelHeight, StrideHeight, PaddingHeight, DilationHeight, CeilMode),
            new Window(KernelWidth, StrideWidth, PaddingWidth, DilationWidth, CeilMode));
    }
}
