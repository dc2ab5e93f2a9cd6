namespace ModelDsl;

/// <content>Functions of shapes, as methods.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="TensorFunctions.Flatten"/>
    public Tensor Flatten(int startDim = 0, int endDim = -1) => TensorFunctions.Flatten(this, startDim, endDim);

    /// <inheritdoc cref="TensorFunctions.Reshape"/>
    public Tensor Reshape(params int[] sizes) => TensorFunctions.Reshape(this, sizes);

    /// <inheritdoc cref="TensorFunctions.Transpose"/>
    public Tensor Transpose(int dim0, int dim1) => TensorFunctions.Transpose(this, dim0, dim1);

    /// <inheritdoc cref="TensorFunctions.Permute"/>
    public Tensor Permute(params int[] dims) => TensorFunctions.Permute(this, dims);

    /// <inheritdoc cref="TensorFunctions.Squeeze"/>
    public Tensor Squeeze(int dim) => TensorFunctions.Squeeze(this, dim);

    /// <inheritdoc cref="TensorFunctions.Unsqueeze"/>
    public Tensor Unsqueeze(int dim) => TensorFunctions.Unsqueeze(this, dim);

    /// <inheritdoc cref="TensorFunctions.Expand"/>
    public Tensor Expand(params int[] sizes) => TensorFunctions.Expand(this, sizes);

    /// <inheritdoc cref="TensorFunctions.Narrow"/>
    public Tensor Narrow(int dim, int start, int length) => TensorFunctions.Narrow(this, dim, start, length);

    /// <inheritdoc cref="TensorFunctions.Select"/>
    public Tensor Select(int dim, int index) => TensorFunctions.Select(this, dim, index);

#pragma warning disable RS0026 // PyTorch's split takes either; one size and a list of sizes are never mistaken for each other
    /// <inheritdoc cref="TensorFunctions.Split(Tensor, int, int)"/>
    public Tensor[] Split(int size, int dim = 0) => TensorFunctions.Split(this, size, dim);

    /// <inheritdoc cref="TensorFunctions.Split(Tensor, int[], int)"/>
    public Tensor[] Split(int[] sizes, int dim = 0) => TensorFunctions.Split(this, sizes, dim);
#pragma warning restore RS0026

    /// <inheritdoc cref="TensorFunctions.Chunk"/>
    public Tensor[] Chunk(int chunks, int dim = 0) => TensorFunctions.Chunk(this, chunks, dim);
}
