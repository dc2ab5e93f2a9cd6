using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
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

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(
        "AvgPool2d", $"kernelHeight: {KernelHeight}", $"kernelWidth: {KernelWidth}", $"strideHeight: {StrideHeight}", $"strideWidth: {StrideWidth}", $"paddingHeight: {PaddingHeight}", $"paddingWidth: {PaddingWidth}",
        $"ceilMode: {CodeWriter.Literal(CeilMode)}", $"countIncludePad: {CodeWriter.Literal(CountIncludePad)}", $"divisorOverride: {DivisorOverride}");

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

    private string WindowText
        => $"new PoolingWindow({KernelHeight}, {KernelWidth}, {StrideHeight}, {StrideWidth}, {PaddingHeight}, {PaddingWidth}), "
            + $"countIncludePad: {CodeWriter.Literal(CountIncludePad)}, divisorOverride: {DivisorOverride}";

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        step.ClearBorder(y);
        step.Code.Line($"AvgPool2d.Forward({x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {y.Name}, {LoadInput.LayoutOf(y.Layout!)}, {WindowText}, count);");
    }

    /// <summary>Input: dy, and x where that is ReLU's output. Output: dx.</summary>
    internal sealed record Gradient(AvgPool2d Pool, bool IsBehindReLU = false) : Operator, IJoinsReLUGradient
    {
        public override string Kind => "AvgPool2dGradient";

        public override string Formula => IsBehindReLU ? "dx = dy / divisor, but 0 where x ≤ 0" : "dx = Σ dy / divisor of the windows that see x";

        /// <summary>Each pixel is read, and then written.</summary>
        public override int InPlaceInput(Node node) => IsBehindReLU ? 1 : -1;

        public Operator? JoinReLU(Node node)
        {
            (Shape y, Shape x) = (node.Inputs[0].Shape, node.Output.Shape);
            bool meetsOnce = Pool.KernelHeight == Pool.StrideHeight && Pool.KernelWidth == Pool.StrideWidth && x[1] == y[1] * Pool.KernelHeight && x[2] == y[2] * Pool.KernelWidth
                && Pool.PaddingHeight == 0 && Pool.PaddingWidth == 0;
            return meetsOnce ? this with { IsBehindReLU = true } : null;
        }

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value dx) = (step.Inputs[0], step.Outputs[0]);
            if (IsBehindReLU)
            {
                Value x = step.Inputs[1];
                step.Code.Line(
                    $"AvgPool2d.GradientBehindReLU({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, {Pool.WindowText}, count);");
                return;
            }
            step.Code.Line($"AvgPool2d.Gradient({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, {Pool.WindowText}, count);");
        }
    }
}
