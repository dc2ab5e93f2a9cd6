using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Shapes;

/// <summary>Says how a value came about, for messages: in names that the user wrote where there are any.</summary>
internal static class ValuePath
{
    private const int LongestPath = 2;

    /// <summary>The value and the one before it that had another shape: <c>'Input' [784] → 'Linear' [10]</c>, <c>'seen' [8, 7, 7] → 'Flatten' [392]</c>.</summary>
    public static string Of(Value last)
    {
        List<string> steps = [];
        Value? value = last;
        while (value is not null && steps.Count < LongestPath)
        {
            Value shown = FirstNamed(value);
            steps.Insert(0, Describe(shown));
            value = Before(FirstOfShape(shown));
        }
        return string.Join(" → ", steps);
    }

    /// <summary><c>'seen' [8, 7, 7]</c></summary>
    public static string Describe(Value value) => $"'{NameOf(value)}' {value.Shape}";

    /// <summary>What people call a value: its name, else the kind of layer that computes it.</summary>
    public static string NameOf(Value value) => value.Title ?? value.Parameter?.Name ?? value.Producer?.Operator.Kind ?? "Input";

    /// <summary>What computes a value, behind whatever only sees it otherwise; null for what is given.</summary>
    public static Node? MakerOf(Value value)
    {
        Node? node = value.Producer;
        while (node is { Operator: { IsView: true } or ReshapeFunction }) node = node.Inputs[0].Producer;
        return node;
    }

    /// <summary>Walks back over what only passes the shape on, for that tells nothing; up to a value that has a name.</summary>
    private static Value FirstNamed(Value value)
    {
        while (value.Title is null && Before(value) is { } before && before.Shape == value.Shape) value = before;
        return value;
    }

    private static Value FirstOfShape(Value value)
    {
        while (Before(value) is { } before && before.Shape == value.Shape) value = before;
        return value;
    }

    /// <summary>What a value was computed from, in the first place: of several the first. Of a block, what the block was given.</summary>
    private static Value? Before(Value value)
    {
        Node? node = value.Producer;
        if (value.Title is not null && node?.Source?.Call is { } call)
        {
            while (node!.Inputs.FirstOrDefault()?.Producer is { Source.Call: { } before } inner && before == call) node = inner;
        }
        return node?.Inputs.FirstOrDefault();
    }
}
