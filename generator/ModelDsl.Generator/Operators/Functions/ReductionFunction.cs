using System.Collections.Immutable;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A function that makes one value of all values along some dimensions.</summary>
/// <param name="Dims">The dimensions as written; none for all of them.</param>
/// <param name="KeepDim">Whether they stay, with size 1.</param>
internal abstract record ReductionFunction(EquatableArray<int> Dims, bool KeepDim) : FunctionOperator
{
    private const string OneDimension = "Dim";

    /// <summary>Whether a dimension is one of those that become one value.</summary>
    public bool IsReduced(Shape shape, int dimension) => Dims.Count == 0 || Dims.Items.Any(written => DimensionRules.FromFront(written, shape.Rank) == dimension);

    /// <summary>How many values become one.</summary>
    public long CountOf(Shape shape)
    {
        long count = 1;
        for (int i = 0; i < shape.Rank; i++) count *= IsReduced(shape, i) ? shape[i] : 1;
        return count;
    }

    public override void Infer(ShapeContext shapes)
    {
        Shape input = shapes.Input;
        if (!shapes.AreDimensions(shapes.Layer.Has(OneDimension) ? OneDimension : "Dims", input.Rank, Dims)) return;
        List<int> sizes = [];
        for (int i = 0; i < input.Rank; i++)
        {
            if (!IsReduced(input, i)) sizes.Add(input[i]);
            else if (KeepDim) sizes.Add(1);
        }
        shapes.Output = new Shape(sizes.ToArray());
    }

    /// <summary>The dimensions of a call: one by itself, <c>Sum(x, dim: 1, keepDim: true)</c>, or any number.</summary>
    protected static EquatableArray<int> DimsOf(LayerSpec call) => call.Has(OneDimension) ? [call.Int(OneDimension, 0)] : call.Ints("Dims");

    /// <summary>The result seen in the shape of the input: it repeats along the dimensions that it has not.</summary>
    protected Operand Repeated(Value result, Shape input)
    {
        Strides strides = Strides.Of(result);
        int[] steps = new int[input.Rank];
        for (int i = 0, at = 0; i < input.Rank; i++)
        {
            if (!IsReduced(input, i)) steps[i] = strides.Steps[at++];
            else if (KeepDim) at++;
        }
        return new Operand(result, strides with { Steps = ImmutableArray.Create(steps) });
    }

    /// <summary>The loops of a sum or an extreme.</summary>
    protected FoldNest NestOf(Fold fold, Node node)
    {
        Shape input = node.Inputs[0].Shape;
        return new FoldNest(fold, input, Operand.Of(node.Inputs[0]), Repeated(node.Output, input), i => IsReduced(input, i));
    }

    /// <summary>Writes loops over the samples and the dimensions that stay, with a body that gets the operands' positions.</summary>
    protected void EmitKept(StepEmitter step, Operand[] operands, Action<string[]> body)
    {
        Shape input = step.Inputs[0].Shape;
        bool isPerSample = operands.Any(operand => operand.IsPerSample);
        Stack<IDisposable> scopes = new();
        if (isPerSample) scopes.Push(step.Code.Block("for (int n = 0; n < count; n++)"));
        List<(string Variable, int Dimension)> open = [];
        for (int i = 0; i < input.Rank; i++)
        {
            if (IsReduced(input, i) || input[i] == 1) continue;
            string variable = LoopNest.Variables[open.Count];
            scopes.Push(step.Code.Block($"for (int {variable} = 0; {variable} < {input[i]}; {variable}++)"));
            open.Add((variable, i));
        }
        body([.. operands.Select(operand => operand.Position("n", open.Select(loop => (loop.Variable, operand.Strides.Steps[loop.Dimension]))))]);
        while (scopes.Count > 0) scopes.Pop().Dispose();
    }

    /// <summary>Repeats a value along the dimensions that a reduction took away: the gradient of a sum. Input: dy. Output: dx.</summary>
    internal sealed record Repeat(ReductionFunction Reduction) : Operator
    {
        public override string Formula => "dx = dy, which repeats";

        public override int ScratchFloats(Node node) => NestOf(node).ScratchFloats();

        public override void Emit(StepEmitter step)
        {
            LoopNest nest = NestOf(step.Node);
            step.ClearBorder(step.Outputs[0]);
            nest.Emit(step, "Elementwise.Copy({0}, {1});");
            if (!nest.CoversPads) step.ClearPads(step.Outputs[0]);
        }

        private LoopNest NestOf(Node node)
            => LoopNest.Of(node.Output.Shape, Reduction.Repeated(node.Inputs[0], node.Output.Shape), Operand.Of(node.Output));
    }
}
