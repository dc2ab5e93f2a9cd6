using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>The variance along some dimensions: the sum of squared deviations from the mean, over the number of values less the correction.</summary>
internal sealed record Var(EquatableArray<int> Dims, bool KeepDim, int Correction) : ReductionFunction(Dims, KeepDim)
{
    public override string Formula => "y = Σ (x − mean)² / (number − correction)";

    public static Var Create(LayerSpec call) => new(DimsOf(call), call.Bool("KeepDim", false), call.Int("Correction", 1));

    /// <summary>
    /// Becomes its parts. The mean is taken as given: what the deviations' squares change by when it moves is twice their sum, which is 0.
    /// </summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        Value x = node.Inputs[0], y = node.Output;
        Shape kept = new(x.Shape.Dimensions.Items.Select((size, i) => IsReduced(x.Shape, i) ? 1 : size).ToArray());
        Value Apply(Operator op, string part, Shape shape, params Value[] inputs)
        {
            Value result = specialization.NewValue(node.Name + part, shape, x.Extent);
            specialization.Add(op, node.Name + part, inputs, [result]);
            return result;
        }
        Value mean = Apply(new Mean(Dims, KeepDim: true), "Mean", kept, x);
        Value given = Apply(new Detach(), "Center", kept, mean);
        Value deviation = Apply(new Subtract(), "Deviation", x.Shape, x, given);
        Value square = Apply(new Square(), "Square", x.Shape, deviation);
        Value sum = Apply(new Sum(Dims, KeepDim), "Sum", y.Shape, square);
        specialization.Add(new Divide(Right: Math.Max(0, CountOf(x.Shape) - Correction)), node.Name, [sum], [y]);
    }

    public override void Differentiate(Differentiation gradient) => throw Unspecialized;

    public override void Emit(StepEmitter step) => throw Unspecialized;

    private static InvalidOperationException Unspecialized => new("a variance becomes its parts before anything else");
}
