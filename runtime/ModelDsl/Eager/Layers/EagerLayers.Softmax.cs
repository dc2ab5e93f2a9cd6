namespace ModelDsl;

/// <content>Softmax and LogSoftmax, whose attributes count the batch as dimension 0.</content>
public static partial class EagerLayers
{
    /// <summary><c>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)</c> along one dimension.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension, counted as in PyTorch with the batch as dimension 0; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">There is no such dimension in a sample.</exception>
    public static Tensor Softmax(Tensor x, int dim) => TensorFunctions.Softmax(x, WithoutBatch("Softmax", x, dim));

    /// <summary><c>yᵢ = xᵢ − ln Σⱼ exp(xⱼ)</c> along one dimension.</summary>
    /// <param name="x">The input.</param>
    /// <param name="dim">The dimension, counted as in PyTorch with the batch as dimension 0; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">There is no such dimension in a sample.</exception>
    public static Tensor LogSoftmax(Tensor x, int dim) => TensorFunctions.LogSoftmax(x, WithoutBatch("LogSoftmax", x, dim));

    private static int WithoutBatch(string layer, Tensor x, int dim)
    {
        int rank = x.Shape.Length;
        if ((dim > 0 && dim <= rank) || (dim < 0 && dim >= -rank)) return dim < 0 ? dim : dim - 1;
        throw new ArgumentException(
            $"{layer}: dim is {dim}, and {(rank == 1 ? "1" : $"from 1 to {rank}")}, or -1 for the last, was expected: the batch is dimension 0, and a sample is {Sizes.Text(x.Shape.AsSpan())}.", nameof(dim));
    }
}
