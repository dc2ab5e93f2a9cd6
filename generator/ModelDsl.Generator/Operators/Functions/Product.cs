using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// Products of matrices in register tiles: y[.., m, n] = Σₖ a[.., m, k] · b[.., k, n], or of a's transposes. Where the output lacks a dimension of the
/// batch of matrices, or is one for all samples and an input is not, products are added up: so gradients are products, too.
/// </summary>
/// <param name="TransposesA">Whether a holds the transposes.</param>
internal sealed record Product(bool TransposesA) : FunctionOperator
{
    private const int MostTasks = 16;

    /// <summary>The walk through memory, once there are layouts.</summary>
    public ProductPlan? Plan { get; init; }

    /// <summary>Whether products of all samples are added up.</summary>
    public bool SumsSamples { get; init; }

    public override string Formula => TransposesA ? "y = aᵀ · b" : "y = a · b";

    public override Domain DomainOf(Node node) => SumsSamples ? Domain.Tasks : base.DomainOf(node);

    public override bool SpansBatch => SumsSamples;

    public override int TaskCount(Node node) => SumsSamples ? Math.Min(MostTasks, Panels.CountOf(Plan!.Columns)) : 1;

    public override long MultiplyAdds(Node node)
        => Plan is null || node.Inputs.All(input => input.Extent == Extent.Shared) ? 0
        : Plan.Outer.Concat(Plan.Sums).Append(Plan.Rows).Aggregate((long)Plan.Columns, (work, loop) => work * loop.Size);

    public override void Infer(ShapeContext shapes) => shapes.Output = OutputOf(shapes.Inputs[0].Shape, shapes.Inputs[1].Shape);

    /// <summary>The shape of the products of two shapes of matrices.</summary>
    public Shape OutputOf(Shape a, Shape b)
    {
        Shape batch = Broadcasting.Join(BatchOf(a), BatchOf(b))!;
        return new Shape([.. batch.Dimensions.Items, a[a.Rank - (TransposesA ? 1 : 2)], b[b.Rank - 1]]);
    }

    /// <summary>dA = dY · Bᵀ, and dB = Aᵀ · dY; of Aᵀ · B: dA = B · dYᵀ and dB = A · dY.</summary>
    public override void Differentiate(Differentiation gradient)
    {
        (Value a, Value b, Value dy) = (gradient.Node.Inputs[0], gradient.Node.Inputs[1], gradient.OutputGradient);
        if (gradient.Needs(0))
        {
            if (TransposesA) Add(gradient, 0, new Product(TransposesA: false), b, Transposed(gradient, dy));
            else Add(gradient, 0, new Product(TransposesA: false), dy, Transposed(gradient, b));
        }
        if (gradient.Needs(1)) Add(gradient, 1, new Product(!TransposesA), a, dy);
    }

    public override void Lower(Lowering lowering)
    {
        Node node = lowering.Node;
        ProductPlan plan = ProductPlan.Of(node.Inputs[0], node.Inputs[1], node.Output, TransposesA);
        Shape b = node.Inputs[1].Shape, y = node.Output.Shape;
        node.Operator = this with { Plan = plan };
        if (plan.PacksB) lowering.PackInput(1, new PackRows((int)b.Count, b[b.Rank - 1]), RoundedCount(b));
        if (plan.PacksY) lowering.KeepAndUnpackOutput(0, new UnpackRows((int)y.Count, y[y.Rank - 1]), RoundedCount(y));
        else lowering.Keep();
    }

    public override void Emit(StepEmitter step)
    {
        ProductPlan plan = Plan!;
        if (SumsSamples)
        {
            int tasks = TaskCount(step.Node), total = Panels.CountOf(plan.Columns), full = plan.Columns / Panels.Full;
            step.Code.Line($"// Each task has some of the {total} panels of 32 columns.");
            step.Code.Line($"int begin = task * {total} / {tasks}, end = (task + 1) * {total} / {tasks};");
            if (full > 0)
            {
                using (step.Code.Block(full == total ? "for (int panel = begin; panel < end; panel++)" : $"for (int panel = begin; panel < Math.Min(end, {full}); panel++)"))
                    EmitMatrices(step, plan, "panel * 32", Panels.Full);
            }
            if (full < total)
            {
                using (step.Code.Block($"if (end == {total})")) EmitMatrices(step, plan, $"{full * Panels.Full}", plan.Columns - full * Panels.Full);
            }
            return;
        }
        foreach (Panels panels in Panels.Of(plan.Columns))
        {
            using (panels.Open(step.Code, "columns")) EmitMatrices(step, plan, panels.Column(), panels.Width);
        }
    }

    /// <summary>Some columns of all products.</summary>
    private static void EmitMatrices(StepEmitter step, ProductPlan plan, string column, int width)
    {
        (Value a, Value b, Value y) = (step.Inputs[0], step.Inputs[1], step.Outputs[0]);
        Stack<IDisposable> scopes = new();
        if (plan.IsEachSample) scopes.Push(step.Code.Block("for (int n = 0; n < count; n++)"));
        List<(string Variable, Loop Loop)> open = [];
        foreach (Loop loop in plan.Outer)
        {
            string variable = LoopNest.Variables[open.Count];
            scopes.Push(step.Code.Block($"for (int {variable} = 0; {variable} < {loop.Size}; {variable}++)"));
            open.Add((variable, loop));
        }
        string[] atA = At(a, 0, plan.FirstA), atB = [.. At(b, 1, plan.FirstB), column], atY = [.. At(y, 2, plan.FirstY), column];
        if (plan.TakesSamples) RowBlocks.Emit(step, plan.Rows.Size == 1 ? "count" : $"count * {plan.Rows.Size}", (count, row) => Call(count, row));
        else step.Code.Line(Call(plan.Rows.Size, "0"));
        while (scopes.Count > 0) scopes.Pop().Dispose();

        string[] At(Value value, int operand, int first)
            => [plan.IsEachSample && value.Extent == Extent.PerSample ? $"n * {StepEmitter.Size(value)}" : "0",
                .. open.Select(loop => loop.Loop.Steps[operand] switch { 0 => "0", int floats => $"{loop.Variable} * {floats}" }), $"{first}"];

        string Call(int rows, string row)
        {
            MatrixBlock block = new(RowGrid.Line(rows, plan.Rows.Steps[0], plan.Rows.Steps[2]), width, plan.Reduction(), TileStart.Zero);
            string RowAt(int floats) => row == "0" ? "0" : $"{row} * {floats}";
            return step.Tiles.Call(
                block,
                StepEmitter.Element(a, [.. atA, RowAt(plan.Rows.Steps[0])]),
                StepEmitter.Element(b, atB),
                StepEmitter.Element(y, [.. atY, RowAt(plan.Rows.Steps[2])]),
                count: plan.CountOfSum("BatchSize"));
        }
    }

    /// <summary>Adds a product that is the gradient of an input; if the input is shared by samples, over all of them at once.</summary>
    private static void Add(Differentiation gradient, int input, Product product, Value a, Value b)
    {
        Value target = gradient.Node.Inputs[input];
        bool sums = target.Extent == Extent.Shared && (a.Extent == Extent.PerSample || b.Extent == Extent.PerSample);
        product = product with { SumsSamples = sums };
        if (target.Role == ValueRole.Parameter) gradient.AddNode(product, GradientTable.NameOf(target), [a, b], [gradient.ParameterGradient(input)]);
        else gradient.Accumulate(input, gradient.Add(product, input, a, b));
    }

    /// <summary>The transposes of a value's matrices: what it was made of, if it is the transposes of something itself.</summary>
    private static Value Transposed(Differentiation gradient, Value value)
    {
        int rank = value.Shape.Rank;
        if (value.Producer is { Operator: PermuteFunction permute } producer && permute.TransposesMatrices(rank) && !(rank == 3 && value.Extent == Extent.PerSample)) return producer.Inputs[0];
        int[] sizes = [.. value.Shape.Dimensions.Items];
        (sizes[rank - 2], sizes[rank - 1]) = (sizes[rank - 1], sizes[rank - 2]);
        Value result = gradient.NewValue(value.Name + "Transposed", new Shape(sizes), value.Extent);
        gradient.AddNode(Transpose.OfMatrices, result.Name, [value], [result]);
        return result;
    }

    private static Shape BatchOf(Shape shape) => new(shape.Dimensions.Items.Take(shape.Rank - 2).ToArray());

    private static int RoundedCount(Shape shape) => checked((int)(shape.Count / shape[shape.Rank - 1]) * Layout.RoundUp(shape[shape.Rank - 1]));

    /// <summary>Dense rows become rows of whole vectors.</summary>
    internal sealed record PackRows(int Count, int Columns) : Operator
    {
        public override string Formula => "y = x with rows of whole vectors";

        public override void Emit(StepEmitter step)
            => step.Code.Line($"Pictures.FromRows({step.Inputs[0].Name}[..{Count}], {step.Outputs[0].Name}, columns: {Columns}, stride: {Layout.RoundUp(Columns)});");
    }

    /// <summary>Rows of whole vectors become dense ones.</summary>
    internal sealed record UnpackRows(int Count, int Columns) : Operator
    {
        public override string Formula => "y = x with dense rows";

        public override void Emit(StepEmitter step)
            => step.Code.Line($"Pictures.ToRows({step.Inputs[0].Name}, {step.Outputs[0].Name}[..{Count}], columns: {Columns}, stride: {Layout.RoundUp(Columns)});");
    }
}
