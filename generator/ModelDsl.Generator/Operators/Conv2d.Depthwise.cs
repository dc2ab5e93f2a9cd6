using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Each channel by itself: vectors run over channels, for there is nothing to multiply between them.</content>
internal sealed partial record Conv2d
{
    internal bool IsDepthwise(Value picture) => Groups > 1 && Groups == picture.Shape[0] && Groups == OutChannels;

    private string DepthwiseWindow
        => $"new PoolingWindow({KernelHeight}, {KernelWidth}, {StrideHeight}, {StrideWidth}, {PaddingHeight}, {PaddingWidth}, {DilationHeight}, {DilationWidth})";

    private int DepthwiseFloats => Taps * Layout.RoundUp(OutChannels);

    private void EmitDepthwise(StepEmitter step)
    {
        Value x = step.Inputs[0], y = step.Outputs[0];
        string bias = Bias ? "bias" : "default";
        if (Bias)
        {
            // Whole vectors are read: the parameter block is padded to them with zeros.
            step.Code.Line($"ReadOnlySpan<float> bias = {StepEmitter.Padded(step.Inputs[2], "0", Layout.RoundUp(OutChannels))};");
        }
        step.ClearBorder(y);
        step.Code.Line($"DepthwiseConv2d.Forward({x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {step.Inputs[1].Name}, {bias}, {y.Name}, {LoadInput.LayoutOf(y.Layout!)}, {DepthwiseWindow}, count);");
        if (ClampsAtZero) step.ForEachRun("Activations.ReLU({0}, {1});", y, y);
    }

    private void EmitDepthwiseInputGradient(StepEmitter step)
    {
        Value dy = step.Inputs[0], dx = step.Outputs[0];
        step.Code.Line($"DepthwiseConv2d.InputGradient({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {step.Inputs[1].Name}, {dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, {DepthwiseWindow}, count);");
    }

    private void EmitDepthwiseWeightGradient(StepEmitter step)
    {
        Value x = step.Inputs[0], dy = step.Inputs[1], dweight = step.Outputs[0];
        step.Code.Line($"Span<float> sums = {dweight.Name}.Slice(PartOf(first) * {DepthwiseFloats}, {DepthwiseFloats});");
        step.Code.Line("if (BeginsPart(first)) sums.Clear();");
        step.Code.Line($"DepthwiseConv2d.WeightGradient({x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, sums, {DepthwiseWindow}, count);");
    }

    /// <summary>The weights by taps, channels last.</summary>
    internal sealed record PackDepthwise(Conv2d Convolution) : Operator
    {
        public override string Formula => "weight as [tap][channel]";

        public override Domain Domain => Domain.Tasks;

        public override void Emit(StepEmitter step)
            => step.Code.Line($"Packing.DepthwiseForward({step.Inputs[0].Name}, {step.Outputs[0].Name}, channels: {Convolution.OutChannels}, taps: {Convolution.Taps});");
    }

    /// <summary>Adds up the parts of the weight's gradient, in PyTorch's layout.</summary>
    internal sealed record UnpackDepthwise(Conv2d Convolution) : Operator
    {
        public override string Formula => $"weight's gradient as [channel, 1, tap], the {Parts.Most} parts added up";

        public override Domain Domain => Domain.Tasks;

        public override void Emit(StepEmitter step) => step.Code.Line(
            $"Packing.DepthwiseGradient({step.Inputs[0].Name}, {step.Outputs[0].Name}, parts: PartCount, channels: {Convolution.OutChannels}, taps: {Convolution.Taps});");
    }
}
