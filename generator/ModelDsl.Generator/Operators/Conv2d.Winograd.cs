using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Winograd's algorithm, for 3×3 taps, stride 1 and many channels: see <see cref="ConvolutionChoice"/>.</content>
internal sealed partial record Conv2d
{
    /// <summary>Whether the sums are those of the definition.</summary>
    public bool IsExact { get; init; }

    public override void Specialize(Specialization specialization)
    {
        specialization.Node.Operator = this with { IsExact = specialization.IsExact };
        specialization.Keep();
    }

    internal bool IsWinograd(Value x, Value y)
        => !IsExact && KernelHeight == ConvolutionChoice.Taps && KernelWidth == ConvolutionChoice.Taps && StrideHeight == 1 && StrideWidth == 1
            && DilationHeight == 1 && DilationWidth == 1 && Groups == 1 && PaddingHeight == PaddingWidth && PaddingHeight < ConvolutionChoice.Taps
            && ConvolutionChoice.PrefersWinograd(x.Shape[0], y.Shape[0], y.Shape[1], y.Shape[2]);

    private bool IsWinograd(Node node) => IsWinograd(node.Inputs[0], node.Output);

    /// <summary>The weights as a matrix for each element of a patch.</summary>
    internal sealed record PackWinograd(WinogradTiles Cut, int OutChannels, int InChannels, bool IsBackward) : Operator
    {
        public override string Formula => $"G · weight{(IsBackward ? " turned round" : "")} · Gᵀ: [panel][{Cut.Patch}×{Cut.Patch}][{(IsBackward ? "output][input" : "input][output")}]";

        public override Domain Domain => Domain.Tasks;

        private int Groups => Layout.RoundUp(IsBackward ? InChannels : OutChannels) / Layout.Lanes;

        public override int TaskCount(Node node) => Math.Min(Groups, 8);

        public override void Emit(StepEmitter step) => step.Code.Line(
            $"Winograd.PackWeights(side: {Cut.Side}, {step.Inputs[0].Name}, {step.Outputs[0].Name}, outputs: {OutChannels}, inputs: {InChannels}, isBackward: {(IsBackward ? "true" : "false")}, "
            + $"first: task * {Groups} / {TaskCount(step.Node)}, end: (task + 1) * {Groups} / {TaskCount(step.Node)}"
            + $"{(IsBackward ? Panels.InterleaveArgument(InChannels, OutChannels) : Panels.InterleaveArgument(OutChannels, InChannels))});");
    }

    /// <summary>The gradient of the weights, out of that of the matrices.</summary>
    internal sealed record UnpackWinograd(WinogradGradient Gradient, int Parts) : Operator
    {
        public override string Formula => $"weight's gradient = Gᵀ · sums · G{(Parts > 1 ? $", the {Parts} parts added up" : "")}";

        public override Domain Domain => Domain.Tasks;

        public override int TaskCount(Node node) => Math.Min(Gradient.Inputs, 8);

        public override void Emit(StepEmitter step) => step.Code.Line(
            $"Winograd.UnpackGradient(side: {Gradient.Cut.Side}, {step.Inputs[0].Name}, {step.Outputs[0].Name}, parts: Math.Min({Parts}, PieceCount), outputs: {Gradient.Outputs}, inputs: {Gradient.Inputs}, "
            + $"inputsOfBlock: {Gradient.BlockInputs}, first: task * {Gradient.Inputs} / {TaskCount(step.Node)}, end: (task + 1) * {Gradient.Inputs} / {TaskCount(step.Node)});");
    }
}
