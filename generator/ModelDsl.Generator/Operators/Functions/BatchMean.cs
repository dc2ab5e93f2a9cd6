using System.Collections.Immutable;
using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The mean of one value of each sample over the batch: what makes a loss of a per-sample objective.</summary>
internal sealed record BatchMean : FunctionOperator
{
    public override string Formula => "y = Σ x / samples";

    public override Domain Domain => Domain.Once;

    public static BatchMean Create(LayerSpec call) => new();

    public override Extent ExtentOf(ImmutableArray<Value> inputs) => Extent.Shared;

    public override void Infer(ShapeContext shapes) => shapes.Output = shapes.Input;

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step)
    {
        (Value x, Value y) = (step.Inputs[0], step.Outputs[0]);
        step.Code.Line("double sum = 0;");
        using (step.Code.Block("for (int p = 0; p < PieceCount; p++)"))
        {
            step.Code.Line($"Span<float> part = {StepEmitter.InPiece(x)};");
            step.Code.Line($"for (int n = 0; n < CountOf(p); n++) sum += part[n * {StepEmitter.Size(x)}];");
        }
        step.Code.Line($"{y.Name}[0] = (float)(sum / BatchSize);");
    }

    /// <summary>Input: dy. Output: dx.</summary>
    internal sealed record Gradient : Operator
    {
        public override string Kind => "BatchMeanGradient";

        public override string Formula => "dx = dy / samples";

        public override void Emit(StepEmitter step)
        {
            (Value dy, Value dx) = (step.Inputs[0], step.Outputs[0]);
            step.Code.Line($"float share = {dy.Name}[0] / BatchSize;");
            step.Code.Line($"{dx.Name}.Clear();");
            step.Code.Line($"for (int n = 0; n < count; n++) {dx.Name}[n * {StepEmitter.Size(dx)}] = share;");
        }
    }
}
