using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Shapes;

/// <summary>PyTorch's broadcasting: shapes are aligned at their last dimensions, and a size of 1, or a missing dimension, repeats.</summary>
internal static class Broadcasting
{
    /// <summary>The shape that two shapes make together, or null where they do not fit.</summary>
    public static Shape? Join(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        (int Size, string Name)[] sizes = new (int, string)[rank];
        for (int i = 1; i <= rank; i++)
        {
            int left = i <= a.Rank ? a[a.Rank - i] : 1, right = i <= b.Rank ? b[b.Rank - i] : 1;
            if (left != right && left != 1 && right != 1) return null;
            string name = i > a.Rank || left == 1 && right != 1 || i <= b.Rank && a.NameOf(a.Rank - i).Length == 0 ? b.NameOf(b.Rank - i) : a.NameOf(a.Rank - i);
            sizes[rank - i] = (left == 1 ? right : left, name);
        }
        return Shape.Named(sizes);
    }

    /// <summary>The shape that all inputs make together; null, and reported, where two of them do not fit.</summary>
    public static Shape? JoinInputs(this ShapeContext shapes)
    {
        Shape result = shapes.Input;
        foreach (Value input in shapes.Inputs.Skip(1))
        {
            if (Join(result, input.Shape) is not { } joined)
            {
                Report(shapes, result, input);
                return null;
            }
            result = joined;
        }
        return result;
    }

    private static void Report(ShapeContext shapes, Shape a, Value second)
    {
        Shape b = second.Shape;
        int shared = Math.Min(a.Rank, b.Rank);
        int last = Enumerable.Range(1, shared).First(i => a[a.Rank - i] != b[b.Rank - i] && a[a.Rank - i] != 1 && b[b.Rank - i] != 1);
        string where = a.Rank == b.Rank ? $"dimension {a.Rank - last} is {a[a.Rank - last]} and {b[b.Rank - last]}"
            : $"aligned at their last dimensions, dimension {a.Rank - last} of the first is {a[a.Rank - last]} and dimension {b.Rank - last} of the second is {b[b.Rank - last]}";
        string left = shapes.Input == a ? Describe(shapes.Inputs[0]) : a.ToString();
        string[] arguments = [shapes.Layer.Text, left, Describe(second), where, Advice(a, b)];
        if (shapes.Inputs.Length == 2 && Leading(a, b) is { } reshape) shapes.ReportFixable(Descriptors.ShapesDoNotFit, a.Rank < b.Rank ? "a" : "b", reshape, arguments);
        else shapes.Report(Descriptors.ShapesDoNotFit, null, arguments);
    }

    /// <summary>A shape, with the name that the user gave the value.</summary>
    private static string Describe(Value value) => value.Title is null ? value.Shape.ToString() : ValuePath.Describe(value);

    /// <summary>What puts the smaller shape at the larger one's first dimensions, if its sizes are those: <c>.Reshape(4, 1, 1)</c>.</summary>
    private static string? Leading(Shape a, Shape b)
    {
        (Shape small, Shape large) = a.Rank < b.Rank ? (a, b) : (b, a);
        bool isLeading = small.Rank > 0 && small.Rank < large.Rank && Enumerable.Range(0, small.Rank).All(i => small[i] == large[i] || small[i] == 1);
        string ones = string.Join(", ", small.Dimensions.Items.Select(size => size.ToString(System.Globalization.CultureInfo.InvariantCulture)).Concat(Enumerable.Repeat("1", large.Rank - small.Rank)));
        return isLeading ? $".Reshape({ones})" : null;
    }

    /// <summary>What is meant when the sizes of the smaller shape are those of the larger one's first dimensions: a factor for each channel.</summary>
    private static string Advice(Shape a, Shape b)
    {
        const string Rule = "Sizes must be equal, or one of them 1, which repeats";
        if (Leading(a, b) is { } reshape) return $"Write {reshape} behind the smaller one, so that it repeats over the dimensions behind.";
        if (a.Rank != 3 || b.Rank != 3) return Rule + ".";
        // Paths of pictures that meet: what a convolution on one of them must be like.
        bool areAlike = a[1] == b[1] && a[2] == b[2];
        return areAlike ? $"{Rule}: a Conv2d({Math.Max(a[0], b[0])}, 1) on one of the paths changes its channels." : $"{Rule}: both paths need the same strides, and Padding = (kernel − 1) / 2.";
    }
}
