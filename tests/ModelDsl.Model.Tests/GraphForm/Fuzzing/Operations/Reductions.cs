namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A reduction over dimensions: <c>Mean(x, 1, 2)</c>, <c>Var(x, [0], keepDim: true)</c>, <c>ArgMax(x, -1)</c>.</summary>
/// <param name="Function">Its name.</param>
/// <param name="X">The value.</param>
/// <param name="Over">The dimensions; empty for all.</param>
/// <param name="KeepDim">Whether they stay, with size 1.</param>
/// <param name="Correction">What the divisor of a variance is smaller by.</param>
internal sealed record ReductionOperation(string Function, int X, int[] Over, bool KeepDim, int Correction = 1) : FuzzOperation([X])
{
    public override IEnumerable<string> Kinds => [Function];

    public override bool Rounds => Function is not ("Max" or "Min" or "ArgMax");

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        int rank = x[0].Length;
        int[] places = Over.Length == 0 && Function != "ArgMax" ? [.. Enumerable.Range(0, rank)] : [.. Over.Select(dim => Dims.Place(dim, rank))];
        if (places.Contains(-1) || places.Distinct().Count() < places.Length || (KeepDim && Over.Length == 0)) return null;
        if (Function == "Var" && Dims.Count(places.Select(place => x[0][place])) <= Correction) return null;
        if (Function == "ArgMax" && places.Length != 1) return null;
        return [.. x[0].Select((size, i) => places.Contains(i) ? KeepDim ? 1 : 0 : size).Where(size => size > 0)];
    }

    public override string Print(string[] x)
    {
        if (Function == "ArgMax") return $"ArgMax({x[0]}, {Over[0]}{(KeepDim ? ", keepDim: true" : "")})";
        if (Function == "Var" && Correction != 1) return $"Var({x[0]}, [{Dims.Text(Over)}], keepDim: {(KeepDim ? "true" : "false")}, correction: {Correction})";
        if (KeepDim) return Over.Length == 1 && Function != "Var" ? $"{Function}({x[0]}, {Over[0]}, true)" : $"{x[0]}.{Function}([{Dims.Text(Over)}], keepDim: true)";
        return $"{Function}({x[0]}{string.Concat(Over.Select(dim => $", {dim}"))})";
    }

    public override double Bound(double[] x, int[][] shapes) => Function switch
    {
        "Sum" => x[0] * Math.Sqrt(Dims.Count(shapes[0])),
        "Var" => x[0] * x[0],
        "ArgMax" => shapes[0].Append(1).Max(),
        _ => x[0],
    };

    public override IEnumerable<FuzzOperation> Simpler()
    {
        if (KeepDim) yield return this with { KeepDim = false };
        if (Function is not "Sum") yield return this with { Function = "Sum" };
        for (int i = 0; i < Over.Length && Over.Length > 1; i++) yield return this with { Over = Over.Without(i) };
    }
}

/// <summary>Softmax and its logarithm along one dimension.</summary>
internal sealed record SoftmaxOperation(string Function, int X, int? Dim) : FuzzOperation([X])
{
    public override IEnumerable<string> Kinds => [Function];

    public override int[]? Infer(FuzzScope scope, int[][] x) => Dims.Place(Dim ?? -1, x[0].Length) < 0 ? null : x[0];

    public override string Print(string[] x) => Dim is { } dim ? $"{Function}({x[0]}, {dim})" : $"{x[0]}.{Function}()";

    public override double Bound(double[] x, int[][] shapes) => Function == "Softmax" ? 1 : 2 * x[0] + 3;
}

/// <summary><c>MatMul(a, b)</c></summary>
internal sealed record ProductOperation(int A, int B) : FuzzOperation([A, B])
{
    public override IEnumerable<string> Kinds => ["MatMul"];

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        (int[] a, int[] b) = (x[0], x[1]);
        if (a.Length == 0 || b.Length == 0 || a[^1] != (b.Length == 1 ? b[0] : b[^2])) return null;
        if (Dims.Join(a.Length > 2 ? a[..^2] : [], b.Length > 2 ? b[..^2] : []) is not { } matrices) return null;
        return [.. matrices, .. a.Length > 1 ? [a[^2]] : Array.Empty<int>(), .. b.Length > 1 ? [b[^1]] : Array.Empty<int>()];
    }

    public override string Print(string[] x) => $"MatMul({x[0]}, {x[1]})";

    public override double Bound(double[] x, int[][] shapes) => x[0] * x[1] * Math.Sqrt(shapes[0][^1]);
}
