using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A convolution of pictures (cross-correlation): [in, H, W] → [out, H′, W′].</summary>
/// <remarks>Inputs: x, weight [out, in/groups, kh, kw], and bias [out] if there is one.</remarks>
internal sealed partial record Conv2d(
    int OutChannels, int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth,
    int DilationHeight, int DilationWidth, int Groups, bool Bias) : LayerOperator
{
    public override string Formula => Bias ? "y = conv(x, weight) + bias" : "y = conv(x, weight)";

    public override string NamePrefix => "conv";

    public static Conv2d Create(LayerSpec layer)
    {
        int kernel = layer.Int("KernelSize", 0), stride = layer.Int("Stride", 1), padding = layer.Int("Padding", 0), dilation = layer.Int("Dilation", 1);
        return new Conv2d(
            layer.Int("OutChannels", 0),
            layer.Int("KernelHeight", kernel), layer.Int("KernelWidth", kernel),
            layer.Int("StrideHeight", stride), layer.Int("StrideWidth", stride),
            layer.Int("PaddingHeight", padding), layer.Int("PaddingWidth", padding),
            layer.Int("DilationHeight", dilation), layer.Int("DilationWidth", dilation),
            layer.Int("Groups", 1), layer.Bool("Bias", true));
    }

    public override long MultiplyAdds(Node node) => WorkOf(this, node.Output, node.Inputs[0]);

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(
        "Conv2d", call.Parameter("weight"), call.Parameter("bias", Bias), $"strideHeight: {StrideHeight}", $"strideWidth: {StrideWidth}", $"paddingHeight: {PaddingHeight}",
        $"paddingWidth: {PaddingWidth}", $"dilationHeight: {DilationHeight}", $"dilationWidth: {DilationWidth}", $"groups: {Groups}");

    public override void Infer(ShapeContext shapes)
    {
        if (!CheckArguments(shapes) || !shapes.IsPicture()) return;
        Shape input = shapes.Input;
        shapes.CheckWritten("InChannels", input[0], "channels");
        bool divides = shapes.GroupsDivide(Groups, input[0], OutChannels);
        Window rows = new(KernelHeight, StrideHeight, PaddingHeight, DilationHeight);
        Window columns = new(KernelWidth, StrideWidth, PaddingWidth, DilationWidth);
        if (!shapes.Slide(OutChannels, rows, columns) || !divides) return;
        int inGroup = input[0] / Groups;
        float bound = (float)(1 / Math.Sqrt((double)inGroup * KernelHeight * KernelWidth));
        shapes.AddParameter("weight", Shape.Of(OutChannels, inGroup, KernelHeight, KernelWidth), Initializer.Uniform, bound);
        if (Bias) shapes.AddParameter("bias", Shape.Of(OutChannels), Initializer.Uniform, bound);
    }

    private bool CheckArguments(ShapeContext shapes)
        => shapes.AtLeast("OutChannels", OutChannels, 1)
            & shapes.Pair("Kernel", KernelHeight, KernelWidth, 1)
            & shapes.Pair("Stride", StrideHeight, StrideWidth, 1)
            & shapes.Pair("Padding", PaddingHeight, PaddingWidth, 0)
            & shapes.Pair("Dilation", DilationHeight, DilationWidth, 1)
            & shapes.AtLeast("Groups", Groups, 1);
}
