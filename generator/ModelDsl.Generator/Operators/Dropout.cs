using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// In training, sets each value to zero with probability p and multiplies the others by 1/(1 − p). The declared p is where a model starts
/// from; users change it between steps, so emitted code reads it from the engine.
/// </summary>
internal sealed record Dropout(float P) : LayerOperator
{
    /// <summary>A layer that is used again draws other numbers: so far from those of its first use.</summary>
    private const int NextUse = 1 << 16;

    /// <summary>Which of the engine's rates is this layer's.</summary>
    public int Slot { get; private init; }

    /// <summary>What tells the layer's random numbers from those of others.</summary>
    private int Stream { get; init; }

    public override string Formula => "y = x · mask / (1 − p)";

    public override bool AcceptsFlattened(Node node, int input) => true;

    public override int InPlaceInput(Node node) => 0;

    public static Dropout Create(LayerSpec layer) => new(layer.Float("P", 0.5f));

    public override string Eager(EagerCall call, LayerSpec layer) => call.Layer("Dropout", CodeWriter.Literal(P), call.Training, call.Random);

    public override void Infer(ShapeContext shapes)
    {
        shapes.Require(P is >= 0 and <= 1, "P", P, "a probability, from 0 to 1");
        shapes.Output = shapes.Input;
    }

    public override void Specialize(Specialization specialization)
    {
        if (specialization.IsTraining)
        {
            LayerSpec layer = specialization.Node.Origin!;
            specialization.Node.Operator = this with { Slot = specialization.KeptOf<Dropout>(), Stream = layer.Index + specialization.KeptOf<Dropout>(layer) * NextUse };
            specialization.Keep();
        }
        else
        {
            specialization.ReplaceBy(specialization.Node.Inputs[0]);
        }
    }

    public override void Differentiate(Differentiation gradient)
    {
        if (gradient.Needs(0)) gradient.Accumulate(0, gradient.Add(new Gradient(Slot, Stream), 0, gradient.OutputGradient));
    }

    public override void Emit(StepEmitter step) => EmitMask(step, Slot, Stream);

    /// <summary>The layer's place in the model and a value's place in the batch decide: the gradient drops the same ones.</summary>
    private static void EmitMask(StepEmitter step, int slot, int stream)
    {
        Value from = step.Inputs[0], to = step.Outputs[0];
        Layout layout = to.Layout!;
        bool isWhole = from.Layout!.IsContiguous && layout.IsContiguous;
        string position = isWhole ? $"first * {layout.SampleStride}L" : $"first * {layout.Height * layout.RowLength}L + {{offset}}";
        step.Code.Line($"ulong key = Dropout.Key(Seed, StepIndex, layer: {stream});");
        step.ClearBorder(to);
        step.ForEachRun($"Dropout.Apply({{0}}, {{1}}, p: DropoutRates[{slot}], key, position: {position});", from, to);
    }

    /// <summary>Input: dy. Output: dx.</summary>
    internal sealed record Gradient(int Slot, int Stream) : Operator
    {
        public override string Kind => "DropoutGradient";

        public override string Formula => "dx = dy · mask / (1 − p)";

        public override bool AcceptsFlattened(Node node, int input) => true;

        public override int InPlaceInput(Node node) => 0;

        public override void Emit(StepEmitter step) => EmitMask(step, Slot, Stream);
    }
}
