using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The maximum of each window: [C, H, W] → [C, H′, W′].</summary>
internal sealed record MaxPool2d(
    int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth,
    int DilationHeight, int DilationWidth, bool CeilMode) : LayerOperator, IFusesActivation
{
    /// <summary>Whether ReLU is applied to the maxima.</summary>
    public bool ClampsAtZero { get; init; }

    public override string Formula => ClampsAtZero ? "y = max(0, max over the window of x)" : "y = max over the window of x";

    public Operator FuseReLU() => this with { ClampsAtZero = true };

    public override string NamePrefix => "maxPool";

    public static MaxPool2d Create(LayerSpec layer)
    {
        int kernel = layer.Int("KernelSize", 0), stride = layer.Int("Stride", 0), padding = layer.Int("Padding", 0);
        int height = layer.Int("KernelHeight", kernel), width = layer.Int("KernelWidth", kernel);
        return new MaxPool2d(
            height, width, stride == 0 ? height : stride, stride == 0 ? width : stride, padding, padding,
            layer.Int("Dilation", 1), layer.Int("Dilation", 1), layer.Bool("CeilMode", false));
    }

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(
        "MaxPool2d", $"kernelHeight: {KernelHeight}", $"kernelWidth: {KernelWidth}", $"strideHeight: {StrideHeight}", $"strideWidth: {StrideWidth}", $"paddingHeight: {PaddingHeight}", $"paddingWidth: {PaddingWidth}",
        $"dilationHeight: {DilationHeight}", $"dilationWidth: {DilationWidth}", $"ceilMode: {CodeWriter.Literal(CeilMode)}");

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

    private string WindowText
        => $"new PoolingWindow({KernelHeight}, {KernelWidth}, {StrideHeight}, {StrideWidth}, {PaddingHeight}, {PaddingWidth}, {DilationHeight}, {DilationWidth})";

    /// <summary>Training also notes which element of its window won.</summary>
    public override void Specialize(Specialization specialization)
    {
        if (specialization.IsTraining)
        {
            Node node = specialization.Node;
            Value winners = specialization.NewValue(node.Output.Name + "Winners", node.Output.Shape, Extent.PerSample);
            winners.Producer = node;
            node.Outputs = [node.Output, winners];
        }
        specialization.Keep();
    }

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(this), 0, gradient.OutputGradient, gradient.Node.Outputs[1]));
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        string winners = step.Outputs.Length > 1 ? step.Outputs[1].Name : "default";
        step.ClearBorder(y);
        step.Code.Line($"MaxPool2d.Forward({x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {y.Name}, {LoadInput.LayoutOf(y.Layout!)}, {winners}, {WindowText}, count{(ClampsAtZero ? ", clampsAtZero: true" : "")});");
    }

    /// <summary>Inputs: dy, the winners of the forward pass. Output: dx.</summary>
    internal sealed record Gradient(MaxPool2d Pool) : Operator
    {
        public override string Kind => "MaxPool2dGradient";

        public override string Formula => "dx = Σ dy of the windows that x won";

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value winners, Value dx) = (step.Inputs[0], step.Inputs[1], step.Outputs[0]);
            step.Code.Line(
                $"MaxPool2d.Gradient({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {winners.Name}, {dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, {Pool.WindowText}, count);");
        }
    }
}
