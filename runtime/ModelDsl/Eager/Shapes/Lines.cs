namespace ModelDsl;

/// <summary>All rows of values along one dimension, through the whole batch.</summary>
/// <param name="Count">How many.</param>
/// <param name="Length">The values of each.</param>
/// <param name="Step">How far it is from one value to the next.</param>
internal readonly record struct Lines(int Count, int Length, int Step)
{
    public static Lines Along(Tensor tensor, int dimension)
    {
        int length = tensor.Shape[dimension];
        return new Lines(tensor.Data.Length / length, length, Sizes.Strides(tensor.Shape.AsSpan())[dimension]);
    }

    /// <summary>Where a value of a line lies.</summary>
    public int At(int line, int index) => (line / Step * Length + index) * Step + line % Step;
}
