using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A function that puts the values of one tensor into another shape or order, repeats them, or takes some: copies all.</summary>
/// <param name="Function">Its name.</param>
/// <param name="X">The value.</param>
/// <param name="Arguments">Its whole numbers, in their order.</param>
/// <param name="IsMethod">Whether it is written as a method of the tensor.</param>
internal sealed record ShapeOperation(string Function, int X, int[] Arguments, bool IsMethod = false) : FuzzOperation([X])
{
    public override IEnumerable<string> Kinds => [Function];

    public override bool Rounds => false;

    public override string Print(string[] x)
    {
        string arguments = Dims.Text(Arguments);
        return IsMethod ? $"{x[0]}.{Function}({arguments})" : $"{Function}({x[0]}{(Arguments.Length == 0 ? "" : ", ")}{arguments})";
    }

    public override int[]? Infer(FuzzScope scope, int[][] inputs)
    {
        (int[] x, int[] a) = (inputs[0], Arguments);
        int first = a.Length > 0 ? Dims.Place(a[0], x.Length) : -1, second = a.Length > 1 ? Dims.Place(a[1], x.Length) : -1;
        switch (Function)
        {
            case "Flatten":
                (first, second) = (a.Length > 0 ? first : 0, a.Length > 1 ? second : x.Length - 1);
                if (x.Length == 0) return a.Length == 0 ? [1] : null;
                return first < 0 || second < first ? null : [.. x[..first], Dims.Count(x[first..(second + 1)]), .. x[(second + 1)..]];
            case "Reshape":
                int known = Dims.Count(a.Where(size => size != -1)), count = Dims.Count(x);
                return count % known != 0 || (!a.Contains(-1) && known != count) ? null : [.. a.Select(size => size == -1 ? count / known : size)];
            case "Transpose":
                return first < 0 || second < 0 ? null : x.With(first, x[second]).With(second, x[first]);
            case "Permute":
                int[] places = [.. a.Select(dim => Dims.Place(dim, x.Length))];
                return places.Contains(-1) || places.Distinct().Count() != x.Length || places.Length != x.Length ? null : [.. places.Select(place => x[place])];
            case "Squeeze":
                return first < 0 ? null : x[first] == 1 ? x.Without(first) : x;
            case "Unsqueeze":
                int place = Dims.Place(a[0], x.Length + 1);
                return place < 0 ? null : [.. x[..place], 1, .. x[place..]];
            case "Expand":
                if (a.Length < x.Length) return null;
                int[] own = [.. Enumerable.Repeat(1, a.Length - x.Length), .. x];
                if (a.Where((size, i) => size == -1 ? i < a.Length - x.Length : own[i] != 1 && own[i] != size).Any()) return null;
                return [.. a.Select((size, i) => size == -1 ? own[i] : size)];
            case "Narrow":
                if (first < 0) return null;
                int start = a[1] < 0 ? a[1] + x[first] : a[1];
                return start < 0 || a[2] < 1 || start + a[2] > x[first] ? null : x.With(first, a[2]);
            case "Select":
                return first < 0 || Dims.Place(a[1], x[first]) < 0 ? null : x.Without(first);
            default:
                throw new NotSupportedException(Function);
        }
    }

    public override IEnumerable<FuzzOperation> Simpler()
    {
        if (IsMethod) yield return this with { IsMethod = false };
        if (Function == "Narrow" && Arguments[2] > 1) yield return this with { Arguments = [Arguments[0], Arguments[1], 1] };
    }
}

/// <summary><c>x[1, ^2, 0..3]</c></summary>
/// <param name="X">The value.</param>
/// <param name="Indices">What stands in the brackets: each has its text and what it takes of how many.</param>
internal sealed record IndexOperation(int X, ImmutableArray<FuzzIndex> Indices) : FuzzOperation([X])
{
    public override int Weight => base.Weight + 2 * Indices.Length;

    public override IEnumerable<string> Kinds => ["Narrow", "Select"];

    public override bool Rounds => false;

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        if (Indices.Length > x[0].Length || Indices.Where((index, i) => index.Of != x[0][i]).Any()) return null;
        return [.. x[0].Select((size, i) => i < Indices.Length ? Indices[i].Length : size).Where(size => size > 0)];
    }

    public override string Print(string[] x) => $"{x[0]}[{string.Join(", ", Indices.Select(index => index.Text))}]";

    public override IEnumerable<FuzzOperation> Simpler()
    {
        if (Indices.Length > 1) yield return this with { Indices = Indices.RemoveAt(Indices.Length - 1) };
        for (int i = 0; i < Indices.Length; i++)
            if (Indices[i].Text != "..") yield return this with { Indices = Indices.SetItem(i, new FuzzIndex("..", Indices[i].Of, Indices[i].Of)) };
    }
}

/// <summary>One index.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Of">The size of the dimension.</param>
/// <param name="Length">How much of it is left; 0 where the dimension vanishes.</param>
internal sealed record FuzzIndex(string Text, int Of, int Length);

/// <summary>A part of <c>Split</c> or <c>Chunk</c>.</summary>
/// <param name="Function">Which.</param>
/// <param name="X">The value.</param>
/// <param name="Sizes">The sizes of the parts, or the one size (or number) of them.</param>
/// <param name="HasSizes">Whether all sizes are written.</param>
/// <param name="Dim">The dimension.</param>
/// <param name="Part">Which part.</param>
internal sealed record CutOperation(string Function, int X, int[] Sizes, bool HasSizes, int Dim, int Part) : FuzzOperation([X])
{
    public override IEnumerable<string> Kinds => [Function];

    public override bool Rounds => false;

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        int place = Dims.Place(Dim, x[0].Length);
        if (place < 0) return null;
        int whole = x[0][place];
        if (HasSizes) return Sizes.Sum() == whole && Part < Sizes.Length ? x[0].With(place, Sizes[Part]) : null;
        int size = Function == "Split" ? Sizes[0] : (whole + Sizes[0] - 1) / Sizes[0];
        return Part * size < whole ? x[0].With(place, Math.Min(size, whole - Part * size)) : null;
    }

    public override string Print(string[] x)
    {
        string sizes = HasSizes ? $"[{Dims.Text(Sizes)}]" : $"{Sizes[0]}";
        return Dim == 0 ? $"{Function}({x[0]}, {sizes})[{Part}]" : $"{x[0]}.{Function}({sizes}, {Dim})[{Part}]";
    }

    public override IEnumerable<FuzzOperation> Simpler() => Part > 0 ? [this with { Part = 0 }] : [];
}

/// <summary><c>Concat([a, b], 1)</c>, <c>Stack([a, b])</c></summary>
internal sealed record JoinOperation(string Function, ImmutableArray<int> Xs, int Dim) : FuzzOperation(Xs)
{
    public override IEnumerable<string> Kinds => [Function];

    public override bool Rounds => false;

    public override int[]? Infer(FuzzScope scope, int[][] x)
    {
        int place = Dims.Place(Dim, x[0].Length + (Function == "Stack" ? 1 : 0));
        if (place < 0 || x.Any(shape => shape.Length != x[0].Length)) return null;
        if (Function == "Stack") return x.All(shape => shape.SequenceEqual(x[0])) ? [.. x[0][..place], x.Length, .. x[0][place..]] : null;
        return x.All(shape => shape.Without(place).SequenceEqual(x[0].Without(place))) ? x[0].With(place, x.Sum(shape => shape[place])) : null;
    }

    public override string Print(string[] x) => $"{Function}([{string.Join(", ", x)}]{(Dim == 0 ? "" : $", {Dim}")})";

    public override IEnumerable<FuzzOperation> Simpler()
    {
        for (int i = 0; i < Inputs.Length && Inputs.Length > 1; i++) yield return this with { Inputs = Inputs.RemoveAt(i) };
    }
}
