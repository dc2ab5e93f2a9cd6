using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A call of a block: layers with parameters, or another model.</summary>
internal sealed record BlockOperation(int Number, ImmutableArray<int> Xs) : FuzzOperation(Xs)
{
    public override int Block => Number;

    public override IEnumerable<string> Kinds => [];

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        if (Number >= scope.Program.Blocks.Length || scope.Program.Blocks[Number].Infer(scope.Case, x) is not { } found) return null;
        return scope.ParametersOf.TryAdd(Number, found.Parameters) || scope.ParametersOf[Number] == found.Parameters ? found.Shape : null;
    }

    public override string Print(string[] x) => $"B{Number}({string.Join(", ", x)})";

    public override double Bound(double[] x, int[][] shapes) => Math.Min(1.5 * x.Max() + 0.5, 20);
}

/// <summary>A call of a helper method, whose body is read in its place.</summary>
internal sealed record HelperOperation(int Number, ImmutableArray<int> Xs) : FuzzOperation(Xs)
{
    public override IEnumerable<string> Kinds => [];

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        if (Number >= scope.Case.Helpers.Length) return null;
        FuzzProgram helper = scope.Case.Helpers[Number];
        return helper.Infer(scope.Case, x) is { } shapes ? shapes[helper.Outputs[0]] : null;
    }

    public override string Print(string[] x) => $"H{Number}({string.Join(", ", x)})";

    public override double Bound(double[] x, int[][] shapes) => 3 * x.Max() + 1;
}

/// <summary>A loop with constant bounds.</summary>
/// <param name="Form">Which: see <see cref="PrintStatements"/>.</param>
/// <param name="X">The value that it starts from.</param>
/// <param name="Times">How often it runs, or how many parts there are.</param>
/// <param name="Called">The block that it calls, or −1.</param>
internal sealed record LoopOperation(string Form, int X, int Times, int Called = -1) : FuzzOperation([X])
{
    public override int Weight => base.Weight + 2 * Times;

    public override int Block => Called;

    public override IEnumerable<string> Kinds => Form switch
    {
        "residual" => ["Add"],
        "scale" => ["Multiply", "Add"],
        "list" => ["Multiply", "Concat"],
        "parts" => ["Chunk", "Add"],
        _ => ["Add"],
    };

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        switch (Form)
        {
            case "residual":
                return new BlockOperation(Called, Inputs).Infer(scope, x) is { } shape && shape.SequenceEqual(x[0]) ? shape : null;
            case "list":
                return x[0].Length == 0 ? null : x[0].With(0, Times * x[0][0]);
            case "parts":
                return x[0].Length == 0 || x[0][0] % Times != 0 ? null : x[0].With(0, x[0][0] / Times);
            default:
                return x[0];
        }
    }

    public override string Print(string[] x) => throw new NotSupportedException();

    public override string[]? PrintStatements(string name, string[] x) => Form switch
    {
        "residual" => [$"Tensor {name} = {x[0]};", $"for (int i = 0; i < {Times}; i++) {name} = {name} + B{Called}({name});"],
        "scale" => [$"Tensor {name} = {x[0]};", $"for (int i = 1; i <= {Times}; i++)", "{", $"    if (i % 2 == 0) continue;", $"    {name} += {name} * (0.25f * i);", "}"],
        "list" => [$"List<Tensor> all{name} = [];", $"foreach (int i in Enumerable.Range(1, {Times})) all{name}.Add({x[0]} * i);", $"Tensor {name} = Concat(all{name}.ToArray());"],
        "parts" => [$"Tensor[] parts{name} = Chunk({x[0]}, {Times});", $"Tensor {name} = parts{name}[0];", $"for (int i = 1; i < {Times}; i++) {name} += parts{name}[i];"],
        _ => throw new NotSupportedException(Form),
    };

    public override double Bound(double[] x, int[][] shapes) => x[0] * (Times + 1);

    public override IEnumerable<FuzzOperation> Simpler() => Times > 1 ? [this with { Times = Times - 1 }] : [];
}
