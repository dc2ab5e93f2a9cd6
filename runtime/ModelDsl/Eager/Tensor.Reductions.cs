namespace ModelDsl;

/// <content>Reductions and products, as methods.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="TensorFunctions.Sum(Tensor, int[])"/>
    public Tensor Sum(params int[] dims) => TensorFunctions.Sum(this, dims);

    /// <inheritdoc cref="TensorFunctions.Sum(Tensor, int, bool)"/>
    public Tensor Sum(int dim, bool keepDim) => TensorFunctions.Sum(this, dim, keepDim);

    /// <inheritdoc cref="TensorFunctions.Sum(Tensor, int[], bool)"/>
    public Tensor Sum(int[] dims, bool keepDim) => TensorFunctions.Sum(this, dims, keepDim);

    /// <inheritdoc cref="TensorFunctions.Mean(Tensor, int[])"/>
    public Tensor Mean(params int[] dims) => TensorFunctions.Mean(this, dims);

    /// <inheritdoc cref="TensorFunctions.Mean(Tensor, int, bool)"/>
    public Tensor Mean(int dim, bool keepDim) => TensorFunctions.Mean(this, dim, keepDim);

    /// <inheritdoc cref="TensorFunctions.Mean(Tensor, int[], bool)"/>
    public Tensor Mean(int[] dims, bool keepDim) => TensorFunctions.Mean(this, dims, keepDim);

    /// <inheritdoc cref="TensorFunctions.Max(Tensor, int[])"/>
    public Tensor Max(params int[] dims) => TensorFunctions.Max(this, dims);

    /// <inheritdoc cref="TensorFunctions.Max(Tensor, int, bool)"/>
    public Tensor Max(int dim, bool keepDim) => TensorFunctions.Max(this, dim, keepDim);

    /// <inheritdoc cref="TensorFunctions.Max(Tensor, int[], bool)"/>
    public Tensor Max(int[] dims, bool keepDim) => TensorFunctions.Max(this, dims, keepDim);

    /// <inheritdoc cref="TensorFunctions.Min(Tensor, int[])"/>
    public Tensor Min(params int[] dims) => TensorFunctions.Min(this, dims);

    /// <inheritdoc cref="TensorFunctions.Min(Tensor, int, bool)"/>
    public Tensor Min(int dim, bool keepDim) => TensorFunctions.Min(this, dim, keepDim);

    /// <inheritdoc cref="TensorFunctions.Min(Tensor, int[], bool)"/>
    public Tensor Min(int[] dims, bool keepDim) => TensorFunctions.Min(this, dims, keepDim);

    /// <inheritdoc cref="TensorFunctions.Var(Tensor, int[])"/>
    public Tensor Var(params int[] dims) => TensorFunctions.Var(this, dims);

    /// <inheritdoc cref="TensorFunctions.Var(Tensor, int[], bool, int)"/>
    public Tensor Var(int[] dims, bool keepDim = false, int correction = 1) => TensorFunctions.Var(this, dims, keepDim, correction);

    /// <inheritdoc cref="TensorFunctions.ArgMax"/>
    public Tensor ArgMax(int dim = -1, bool keepDim = false) => TensorFunctions.ArgMax(this, dim, keepDim);

    /// <summary>The product of matrices, this one on the left: see <see cref="TensorFunctions.MatMul"/>.</summary>
    public Tensor MatMul(Tensor other) => TensorFunctions.MatMul(this, other);
}
