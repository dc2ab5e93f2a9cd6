namespace ModelDsl.Training;

/// <summary>Shapes, checked and written as people do: 3×32×32.</summary>
internal static class ShapeText
{
    public static string Format(IEnumerable<int> shape) => string.Join('×', shape);

    /// <summary>The number of values of a shape, which must fit one array.</summary>
    public static int Product(ReadOnlySpan<int> shape, string parameterName)
    {
        long product = 1;
        foreach (int size in shape)
        {
            if (size <= 0)
                throw new ArgumentException($"{parameterName}: expected positive sizes, got {Format(shape.ToArray())}", parameterName);
            product *= size;
            if (product > Array.MaxLength)
                throw new ArgumentException($"{parameterName}: {Format(shape.ToArray())} has more values than one array can hold", parameterName);
        }

        return (int)product;
    }
}
