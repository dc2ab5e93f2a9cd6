using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The mean of windows chosen so that the output has the wanted size: [C, H, W] → [C, h, w].</summary>
internal sealed record AdaptiveAvgPool2d(int OutputHeight, int OutputWidth) : LayerOperator
{
    public override string Formula => "y = mean over the window of x";

    public override string NamePrefix => "avgPool";

    public static AdaptiveAvgPool2d Create(LayerSpec layer)
        => new(layer.Int("OutputHeight", layer.Int("OutputSize", 0)), layer.Int("OutputWidth", layer.Int("OutputSize", 0)));

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer("AdaptiveAvgPool2d", $"{OutputHeight}", $"{OutputWidth}");

    public override void Infer(ShapeContext shapes)
    {
        if (!shapes.Pair("Output", OutputHeight, OutputWidth, 1) || !shapes.IsPicture()) return;
        shapes.SetPicture(shapes.Input[0], OutputHeight, OutputWidth);
    }

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        step.ClearBorder(y);
        step.Code.Line($"AdaptiveAvgPool2d.Forward({x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {y.Name}, {LoadInput.LayoutOf(y.Layout!)}, count);");
    }

    /// <summary>Input: dy, and x where that is ReLU's output. Output: dx, and its sum over the pixels of the piece where a bias wants that.</summary>
    internal sealed record Gradient(bool IsBehindReLU = false, bool SumsPixels = false) : Operator, IJoinsReLUGradient
    {
        public override string Kind => "AdaptiveAvgPool2dGradient";

        public override string Formula => (IsBehindReLU ? "dx = dy / window size, but 0 where x ≤ 0" : "dx = Σ dy / window size of the windows that see x") + (SumsPixels ? ", and Σ dx of the piece" : "");

        /// <summary>Each pixel is read, and then written.</summary>
        public override int InPlaceInput(Node node) => IsBehindReLU ? 1 : -1;

        public Operator? JoinReLU(Node node)
        {
            (Shape y, Shape x) = (node.Inputs[0].Shape, node.Output.Shape);
            return x[1] % y[1] == 0 && x[2] % y[2] == 0 ? this with { IsBehindReLU = true } : null;
        }

        /// <summary>The operator with the gradient of a bias as one more output, or null where more than one window would add to each sum.</summary>
        /// <param name="node">Its node.</param>
        public Gradient? JoinSums(Node node)
        {
            Shape y = node.Inputs[0].Shape;
            return IsBehindReLU && !SumsPixels && y[1] == 1 && y[2] == 1 ? this with { SumsPixels = true } : null;
        }

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value dx) = (step.Inputs[0], step.Outputs[0]);
            if (IsBehindReLU)
            {
                Value x = step.Inputs[1];
                step.Code.Line(
                    $"AdaptiveAvgPool2d.GradientBehindReLU({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, count{(SumsPixels ? $", {step.Outputs[1].Name}" : "")});");
                return;
            }
            step.Code.Line($"AdaptiveAvgPool2d.Gradient({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, count);");
        }
    }
}
