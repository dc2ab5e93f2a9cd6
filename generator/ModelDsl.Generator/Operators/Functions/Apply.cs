using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>A function that the user wrote, with its gradient: of each sample by itself, whose values lie in the declared order.</summary>
/// <param name="Function">The class as C# writes it from anywhere.</param>
/// <param name="Sizes">The shape of the result; none for that of the first input.</param>
internal sealed record Apply(string Function, EquatableArray<int> Sizes) : FunctionOperator
{
    public override string Formula => $"y = {Name}(x)";

    private string Name => Function.Substring(Math.Max(Function.LastIndexOf('.'), Function.LastIndexOf(':')) + 1);

    public static Apply Create(LayerSpec call) => new(call.Word("Function") ?? "", call.Ints("Sizes"));

    /// <summary>Unknown; a few for each value.</summary>
    public override long MultiplyAdds(Node node) => 8 * (node.Inputs.Sum(input => input.Shape.Count) + node.Output.Shape.Count);

    public override void Infer(ShapeContext shapes)
    {
        foreach (int size in Sizes)
        {
            if (!shapes.Require(size >= 1, "Sizes", size, "at least 1")) return;
        }
        if (shapes.Inputs.FirstOrDefault(input => input.Extent == Extent.Shared) is { } shared)
        {
            shapes.Report(Descriptors.SharedArgument, null, shapes.Layer.Text, RankRules.Describe(shared.Shape));
            return;
        }
        shapes.Output = Sizes.Count == 0 ? shapes.Input : new Shape(Sizes);
    }

    /// <summary>Pictures and sequences become vectors for it, and what it computes gets its shape behind it.</summary>
    public override void Specialize(Specialization specialization)
    {
        Node node = specialization.Node;
        Value[] inputs = [.. node.Inputs.Select((input, i) => AsVector(input, $"{node.Name}Input{i + 1}"))];
        if (node.Output.Shape.Rank <= 1)
        {
            node.Inputs = [.. inputs];
        }
        else
        {
            Value vector = specialization.NewValue(node.Name + "Vector", Shape.Of((int)node.Output.Shape.Count), node.Output.Extent);
            specialization.Add(this, node.Name + "Vector", inputs, [vector]);
            node.Operator = Reshape.To(node.Output.Shape);
            node.Inputs = [vector];
        }
        specialization.Keep();

        Value AsVector(Value value, string name)
        {
            if (value.Shape.Rank <= 1) return value;
            Value vector = specialization.NewValue(name, Shape.Of((int)value.Shape.Count), value.Extent);
            specialization.Add(Reshape.To(vector.Shape), name, [value], [vector]);
            return vector;
        }
    }

    public override void Differentiate(Differentiation gradient)
    {
        Node node = gradient.Node;
        if (!Enumerable.Range(0, node.Inputs.Length).Any(gradient.Needs)) return;
        Value[] results = [.. node.Inputs.Select(input => gradient.NewValue(GradientTable.NameOf(input), input.Shape, input.Extent))];
        for (int i = 0; i < results.Length; i++) results[i].Like = node.Inputs[i];
        gradient.AddNode(new Gradient(this), "d" + CodeWriter.Pascal(node.Name), [.. node.Inputs, node.Output, gradient.OutputGradient], results);
        for (int i = 0; i < results.Length; i++)
        {
            if (gradient.Needs(i)) gradient.Accumulate(i, results[i]);
        }
    }

    public override void Emit(StepEmitter step) => EmitCall(step, $"{Function}.Forward");

    /// <summary>What is written holds zeros first, also between the samples.</summary>
    private static void EmitCall(StepEmitter step, string method)
    {
        foreach (Value output in step.Outputs) step.Code.Line($"{output.Name}.Clear();");
        string arguments = string.Join(", ", step.Inputs.Concat(step.Outputs).Select(value => $"{value.Name}.Slice(n * {StepEmitter.Size(value)}, {value.Shape.Count})"));
        step.Code.Line($"for (int n = 0; n < count; n++) {method}({arguments});");
    }

    /// <summary>Inputs: those of the function, its output and dy. Outputs: the gradient of each input.</summary>
    internal sealed record Gradient(Apply Function) : Operator
    {
        public override string Kind => "ApplyGradient";

        public override string Formula => $"dx = {Function.Name}'(x) · dy";

        public override long MultiplyAdds(Node node) => 8 * node.Inputs.Sum(input => input.Shape.Count);

        public override void Emit(StepEmitter step) => EmitCall(step, $"{Function.Function}.Backward");
    }
}
