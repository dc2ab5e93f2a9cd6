namespace ModelDsl.Model.Tests.Reference;

/// <summary>Numbers in double precision with a shape whose first dimension is the batch, last dimension fastest, as in PyTorch.</summary>
internal sealed class ReferenceTensor(int[] shape, double[] values)
{
    public ReferenceTensor(params int[] shape) : this(shape, new double[Count(shape)])
    {
    }

    public int[] Shape { get; } = shape;

    public double[] Values { get; } = values;

    public int Batch => Shape[0];

    public static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int dimension in shape) count *= dimension;
        return count;
    }

    public ReferenceTensor Like() => new(Shape, new double[Values.Length]);
}
