namespace ModelDsl;

/// <summary>Arithmetic with the sizes of one sample.</summary>
internal static class Sizes
{
    /// <summary>The product.</summary>
    public static int Count(ReadOnlySpan<int> sizes)
    {
        int count = 1;
        foreach (int size in sizes) count = checked(count * size);
        return count;
    }

    /// <summary><c>[3, 32, 32]</c></summary>
    public static string Text(ReadOnlySpan<int> sizes) => Parameter.ShapeText(sizes);

    /// <summary>Requires sizes of at least 1.</summary>
    public static void CheckPositive(string function, ReadOnlySpan<int> sizes)
    {
        foreach (int size in sizes)
        {
            if (size < 1) throw new ArgumentException($"{function}: the shape {Text(sizes)} has a size of {size}; every size is at least 1.");
        }
    }

    /// <summary>The place of a dimension, which may be counted from the end.</summary>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static int Dimension(string function, int dim, ReadOnlySpan<int> shape)
    {
        if (dim >= -shape.Length && dim < shape.Length) return dim < 0 ? dim + shape.Length : dim;
        string there = shape.Length == 0 ? "it is a single number and has none" : $"there are 0 to {shape.Length - 1}, or -{shape.Length} to -1 from the end";
        throw new ArgumentException($"{function}: {Text(shape)} has no dimension {dim}: {there}. The batch is not counted.");
    }

    /// <summary>The places of several dimensions; all of them if none is named.</summary>
    /// <exception cref="ArgumentException">There is no such dimension, or one is named twice.</exception>
    public static int[] Dimensions(string function, ReadOnlySpan<int> dims, ReadOnlySpan<int> shape)
    {
        if (dims.Length == 0) return [.. Enumerable.Range(0, shape.Length)];
        var places = new int[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            places[i] = Dimension(function, dims[i], shape);
            if (Array.IndexOf(places, places[i]) < i) throw new ArgumentException($"{function}: dimension {dims[i]} of {Text(shape)} is named twice in {Text(dims)}.");
        }
        return places;
    }

    /// <summary>How far it is from one element to the next in each dimension.</summary>
    public static int[] Strides(ReadOnlySpan<int> shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= shape[d];
        }
        return strides;
    }

    /// <summary>For every element of a shape, row by row, the place that it reaches by these strides.</summary>
    /// <param name="shape">The shape to walk over.</param>
    /// <param name="strides">How far each dimension steps; 0 stays where it is.</param>
    /// <param name="start">The place of the first element.</param>
    public static int[] Walk(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int start = 0)
    {
        var places = new int[Count(shape)];
        var position = new int[shape.Length];
        int at = start;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = at;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++position[d] < shape[d]) break;
                at -= strides[d] * shape[d];
                position[d] = 0;
            }
        }
        return places;
    }
}
