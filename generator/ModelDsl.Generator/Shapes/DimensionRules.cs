using System.Globalization;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Shapes;

/// <summary>What functions require of the numbers of dimensions. They are those of one sample; negative ones count from the end.</summary>
internal static class DimensionRules
{
    /// <summary>A dimension's number counted from the front.</summary>
    public static int FromFront(int dimension, int rank) => dimension < 0 ? dimension + rank : dimension;

    /// <summary>Requires dimensions to exist, and each to be named once.</summary>
    /// <param name="shapes">What reports it.</param>
    /// <param name="argument">The argument that names them.</param>
    /// <param name="rank">How many dimensions there are.</param>
    /// <param name="dimensions">The numbers as written.</param>
    public static bool AreDimensions(this ShapeContext shapes, string argument, int rank, EquatableArray<int> dimensions)
    {
        HashSet<int> seen = [];
        for (int i = 0; i < dimensions.Count; i++)
        {
            int dimension = dimensions[i], number = FromFront(dimension, rank);
            string place = $"{argument}#{i}";
            if (number < 0 || number >= rank)
            {
                string known = rank switch { 0 => "no dimensions", 1 => "dimension 0 alone", _ => $"dimensions 0 to {rank - 1}" };
                string[] arguments = [shapes.Layer.Text, Plain(dimension), shapes.Input.ToString(), known];
                if (WithoutBatch(rank, dimensions) is { } meant) shapes.ReportFixable(Descriptors.NoSuchDimension, place, meant, arguments);
                else shapes.Report(Descriptors.NoSuchDimension, place, arguments);
                return false;
            }
            if (seen.Add(number)) continue;
            shapes.Report(Descriptors.DimensionTwice, place, shapes.Layer.Text, Plain(number));
            return false;
        }
        return true;
    }

    /// <summary>The dimensions that are meant where the batch was counted, as PyTorch does; null where that makes no sense either.</summary>
    private static string? WithoutBatch(int rank, EquatableArray<int> dimensions)
        => dimensions.All(dimension => dimension != 0 && dimension <= rank && dimension >= -rank)
            ? string.Join(", ", dimensions.Items.Select(dimension => Plain(dimension > 0 ? dimension - 1 : dimension)))
            : null;

    /// <summary>Requires a dimension of the input to exist: its number counted from the front, or null.</summary>
    public static int? Dimension(this ShapeContext shapes, string argument, int dimension)
        => shapes.AreDimensions(argument, shapes.Input.Rank, [dimension]) ? FromFront(dimension, shapes.Input.Rank) : null;

    /// <summary>Requires a place for a new dimension to exist: its number counted from the front, or null.</summary>
    public static int? NewDimension(this ShapeContext shapes, string argument, int dimension)
    {
        int rank = shapes.Input.Rank;
        string wanted = rank == 0 ? "0" : $"from 0 to {rank}, or from -{rank + 1} to -1 to count from the end: {shapes.Input} has {ShapeContext.Number(rank, "dimension")}";
        return shapes.Require(dimension >= -rank - 1 && dimension <= rank, argument, dimension, wanted) ? FromFront(dimension, rank + 1) : null;
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
