using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Shapes;

/// <summary>Dimensions by number; negative ones count from the end.</summary>
internal static class Dimensions
{
    /// <summary>The place of a dimension that is known to be there.</summary>
    public static int Of(int dim, int rank) => dim < 0 ? dim + rank : dim;

    /// <summary>The place of a dimension of a shape; null, and reported, where there is no such dimension.</summary>
    /// <param name="shapes">The function.</param>
    /// <param name="argument">The argument that names it.</param>
    /// <param name="dim">The dimension as written.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="places">How many there are; where a new one is put in, one more than the shape has.</param>
    public static int? Dimension(this ShapeContext shapes, string argument, int dim, Shape shape, int? places = null)
    {
        int rank = places ?? shape.Rank;
        if (dim >= -rank && dim < rank) return Of(dim, rank);
        string advice = rank switch
        {
            0 => "It is a single number and has none.",
            1 => "Write 0, its only one: the batch is not counted.",
            _ => $"Write a number from 0 to {rank - 1}, or from -{rank} to -1 to count from the end: the batch is not counted.",
        };
        shapes.Report(Descriptors.NoSuchDimension, argument, shapes.Layer.Text, shape.ToString(), places is null ? "dimension" : "place for a dimension", $"{dim}", advice);
        return null;
    }

    /// <summary>A count with its noun: <c>1 value</c>, <c>24 values</c>.</summary>
    public static string Count(long count, string noun) => $"{ShapeContext.Number(count)} {noun}{(count == 1 ? "" : "s")}";
}
