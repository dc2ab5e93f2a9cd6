using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>Batch normalisation of vectors [F] or of the channels of pictures [C, H, W].</summary>
/// <remarks>
/// Inputs: x; weight [C] and bias [C] if affine; running_mean [C], running_var [C] and num_batches_tracked [] if running statistics are kept.
/// </remarks>
internal sealed record BatchNorm(bool IsPicture, float Eps, float Momentum, bool Affine, bool TrackRunningStats) : LayerOperator, IFusesActivation
{
    /// <summary>Whether ReLU is applied to the result.</summary>
    public bool ClampsAtZero { get; init; }

    public override string Kind => IsPicture ? "BatchNorm2d" : "BatchNorm1d";

    public override string Formula => Affine ? "y = (x − mean) / √(variance + eps) · weight + bias" : "y = (x − mean) / √(variance + eps)";

    public override string NamePrefix => "bn";

    public Operator FuseReLU() => this with { ClampsAtZero = true };

    public static BatchNorm Create(LayerSpec layer)
        => new(layer.Kind == "BatchNorm2d", layer.Float("Eps", 1e-5f), layer.Float("Momentum", 0.1f), layer.Bool("Affine", true), layer.Bool("TrackRunningStats", true));

    public override int InPlaceInput(Node node) => 0;

    /// <summary>One value for each channel has no variance.</summary>
    public override int SmallestBatch(Node node) => node.Output.Shape.Count == node.Output.Shape[0] ? 2 : 1;

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer(
        Kind, call.Parameter("weight", Affine), call.Parameter("bias", Affine), call.Parameter("running_mean", TrackRunningStats), call.Parameter("running_var", TrackRunningStats),
        call.Parameter("num_batches_tracked", TrackRunningStats), call.Training, $"eps: {CodeWriter.Literal(Eps)}", $"momentum: {CodeWriter.Literal(Momentum)}");

    public override void Infer(ShapeContext shapes)
    {
        shapes.Require(Eps >= 0, "Eps", Eps, "at least 0");
        shapes.Require(Momentum is >= 0 and <= 1, "Momentum", Momentum, "from 0 to 1");
        shapes.Output = shapes.Input;
        if (IsPicture ? !shapes.IsPicture() : !shapes.IsVector()) return;
        int features = shapes.Input[0];
        shapes.CheckWritten("NumFeatures", features, IsPicture ? "channels" : "features");
        if (Affine)
        {
            shapes.AddParameter("weight", Shape.Of(features), Initializer.Ones);
            shapes.AddParameter("bias", Shape.Of(features), Initializer.Zeros);
        }
        if (TrackRunningStats)
        {
            shapes.AddParameter("running_mean", Shape.Of(features), Initializer.Zeros, isBuffer: true);
            shapes.AddParameter("running_var", Shape.Of(features), Initializer.Ones, isBuffer: true);
            shapes.AddParameter("num_batches_tracked", Shape.Scalar, Initializer.Zeros, isBuffer: true);
        }
    }

    /// <summary>
    /// Normalisation needs coefficients of each channel: from the batch in training (statistics of each piece, merged, then the running
    /// ones move), from the running statistics in prediction. The node itself then reads [x, coefficients, weight, bias].
    /// </summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        Value x = node.Inputs[0];
        Value[] affine = [.. node.Inputs.Where(input => input.Role == ValueRole.Parameter)];
        Value[] running = [.. node.Inputs.Where(input => input.Role == ValueRole.Buffer)];
        Value coefficients = specialization.NewValue(node.Name + "Coefficients", Shape.Of(4 * StrideOf(x)), Extent.Shared);
        if (specialization.IsTraining || running.Length == 0)
        {
            Value parts = specialization.NewValue(node.Name + "Parts", Shape.Of(2 * StrideOf(x)), Extent.PerPiece);
            Value moments = specialization.NewValue(node.Name + "Moments", Shape.Of(4 * StrideOf(x)), Extent.Shared);
            specialization.Add(new Statistics(), node.Name + "Statistics", [x], [parts]);
            specialization.Add(new Merge(this, x.Shape[0], PixelsOf(x)), node.Name + "Merge", [parts, .. affine], [coefficients, moments, .. running]);
        }
        else
        {
            specialization.Add(new FromRunning(this), node.Name + "FromRunning", [running[0], running[1], .. affine], [coefficients]);
        }
        node.Inputs = [x, coefficients, .. affine];
        specialization.Keep();
    }

    public override void Differentiate(Differentiation gradient)
    {
        Node node = gradient.Node;
        (Value x, Value coefficients, Value dy) = (node.Inputs[0], node.Inputs[1], gradient.OutputGradient);
        Value parts = gradient.NewValue("d" + CodeWriter.Pascal(node.Name) + "Parts", Shape.Of(2 * StrideOf(x)), Extent.PerPiece);
        Value sums = gradient.NewValue("d" + CodeWriter.Pascal(node.Name) + "Sums", Shape.Of(4 * StrideOf(x)), Extent.Shared);
        Value factors = gradient.NewValue("d" + CodeWriter.Pascal(node.Name) + "Factors", Shape.Of(2 * StrideOf(x)), Extent.Shared);
        Value[] parameters = gradient.NeedsAnyFrom(2) ? [gradient.ParameterGradient(2), gradient.ParameterGradient(3)] : [];
        gradient.AddNode(new GradientSums(), node.Name + "GradientSums", [dy, x, coefficients], [parts]);
        gradient.AddNode(new GradientMerge(PixelsOf(x)), node.Name + "GradientMerge", [parts, coefficients], [factors, sums, .. parameters]);
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new InputGradient(), 0, dy, x, coefficients, factors));
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value coefficients, Value y) = (step.Inputs[0], step.Inputs[1], step.Outputs[0]);
        step.ClearBorder(y);
        step.Code.Line($"BatchNorm.Normalize({x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {y.Name}, {LoadInput.LayoutOf(y.Layout!)}, count, {coefficients.Name}{Clamping(ClampsAtZero)});");
    }

    /// <summary>Floats of a block with one value for each channel.</summary>
    private static int StrideOf(Value x) => Layout.RoundUp(x.Shape[0]);

    /// <summary>Values of each channel in a sample.</summary>
    private static long PixelsOf(Value x) => x.Shape.Count / x.Shape[0];

    private static string Clamping(bool clampsAtZero) => clampsAtZero ? ", clampsAtZero: true" : "";

    private static string AffineOf(StepEmitter step, bool isAffine)
        => isAffine ? $"{step.Inputs[step.Inputs.Length - 2].Name}, {step.Inputs[step.Inputs.Length - 1].Name}" : "default, default";

    /// <summary>Input: x. Output: mean and sum of squared deviations of each channel in the piece.</summary>
    internal sealed record Statistics : Operator
    {
        public override string Kind => "BatchNormStatistics";

        public override string Formula => "mean = Σ x / number, Σ (x − mean)²";

        public override void Emit(StepEmitter step)
            => step.Code.Line($"BatchNorm.Statistics({step.Inputs[0].Name}, {LoadInput.LayoutOf(step.Inputs[0].Layout!)}, count, {step.Outputs[0].Name});");
    }

    /// <summary>Inputs: what the pieces left; weight, bias. Outputs: coefficients, moments, and the running statistics where they are kept.</summary>
    internal sealed record Merge(BatchNorm Norm, int Channels, long Pixels) : Operator
    {
        public override string Kind => "BatchNormMerge";

        public override string Formula => "scale = weight / √(variance + eps); running += momentum · (batch − running)";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
        {
            (Value parts, Value coefficients, Value moments) = (step.Inputs[0], step.Outputs[0], step.Outputs[1]);
            using (step.Code.Block("for (int p = 0; p < PieceCount; p++)"))
                step.Code.Line($"BatchNorm.Merge({StepEmitter.InPiece(parts)}, CountOf(p) * {Pixels}L, pixelsBefore: FirstOf(p) * {Pixels}L, {moments.Name});");
            step.Code.Line(
                $"BatchNorm.Finish({moments.Name}, BatchSize * {Pixels}L, {AffineOf(step, Norm.Affine)}, channels: {Channels}, eps: {CodeWriter.Literal(Norm.Eps)}, {coefficients.Name});");
            if (step.Outputs.Length == 2) return;
            step.Code.Line(
                $"BatchNorm.UpdateRunning({moments.Name}, BatchSize * {Pixels}L, momentum: {CodeWriter.Literal(Norm.Momentum)}, "
                + $"{step.Outputs[2].Name}, {step.Outputs[3].Name}, {step.Outputs[4].Name});");
        }
    }

    /// <summary>Inputs: running_mean, running_var; weight, bias. Output: coefficients.</summary>
    internal sealed record FromRunning(BatchNorm Norm) : Operator
    {
        public override string Kind => "BatchNormFromRunning";

        public override string Formula => "scale = weight / √(running_var + eps)";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
            => step.Code.Line(
                $"BatchNorm.FromRunning({step.Inputs[0].Name}, {step.Inputs[1].Name}, {AffineOf(step, Norm.Affine)}, eps: {CodeWriter.Literal(Norm.Eps)}, {step.Outputs[0].Name});");
    }

    /// <summary>Inputs: dy, x, coefficients. Output: Σ dy and Σ dy·x̂ of each channel in the piece.</summary>
    internal sealed record GradientSums : Operator
    {
        /// <summary>Whether dy is the gradient behind a ReLU that was fused.</summary>
        public bool ClampsAtZero { get; init; }

        public override string Kind => "BatchNormGradientSums";

        public override string Formula => ClampsAtZero ? "Σ dy, Σ dy · x̂ where y > 0" : "Σ dy, Σ dy · x̂";

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value x) = (step.Inputs[0], step.Inputs[1]);
            step.Code.Line(
                $"BatchNorm.GradientSums({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)}, count, {step.Inputs[2].Name}, {step.Outputs[0].Name}{Clamping(ClampsAtZero)});");
        }
    }

    /// <summary>Inputs: what the pieces left, coefficients. Outputs: factors of the input's gradient, the sums; the gradients of weight and bias.</summary>
    internal sealed record GradientMerge(long Pixels) : Operator
    {
        public override string Kind => "BatchNormGradientMerge";

        public override string Formula => "dweight = Σ dy · x̂, dbias = Σ dy";

        public override Domain Domain => Domain.Once;

        public override void Emit(StepEmitter step)
        {
            (Value parts, Value coefficients, Value factors, Value sums) = (step.Inputs[0], step.Inputs[1], step.Outputs[0], step.Outputs[1]);
            step.Code.Line($"{sums.Name}.Clear();");
            step.Code.Line($"for (int p = 0; p < PieceCount; p++) Reductions.Accumulate({StepEmitter.InPiece(parts)}, {sums.Name});");
            step.Code.Line($"BatchNorm.GradientFactors({sums.Name}, BatchSize * {Pixels}L, {coefficients.Name}, {factors.Name});");
            if (step.Outputs.Length == 2) return;
            step.Code.Line($"Reductions.Store({sums.Name}, first: {parts.Shape.Count / 2}, {step.Outputs[2].Name});");
            step.Code.Line($"Reductions.Store({sums.Name}, first: 0, {step.Outputs[3].Name});");
        }
    }

    /// <summary>Inputs: dy, x, coefficients, factors. Output: dx.</summary>
    internal sealed record InputGradient : Operator
    {
        /// <summary>Whether dy is the gradient behind a ReLU that was fused.</summary>
        public bool ClampsAtZero { get; init; }

        public override string Kind => "BatchNormInputGradient";

        public override string Formula => $"dx = scale · (dy{(ClampsAtZero ? " where y > 0" : "")} − Σdy/N − x̂ · Σ(dy·x̂)/N)";

        public override int InPlaceInput(Node node) => 0;

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value x, Value dx) = (step.Inputs[0], step.Inputs[1], step.Outputs[0]);
            step.ClearBorder(dx);
            step.Code.Line($"BatchNorm.InputGradient({dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)},");
            using (step.Code.Indented())
                step.Code.Line($"{dx.Name}, {LoadInput.LayoutOf(dx.Layout!)}, count, {step.Inputs[2].Name}, {step.Inputs[3].Name}{Clamping(ClampsAtZero)});");
        }
    }
}
